/* Rule `caffe`: globally greedy bipartite matching, then every free anchor whose best object reaches the threshold. `overlaps` does the
   second and finds the best anchor of each object; `resolve` joins pairs, one group per image. */

#define FF_LAST_OF_EQUAL 0
#define FF_BETTER(iou, than) ((iou) > (than))
/* Caffe's own bound: an overlap counts from above it. */
#define FF_LEAST 1e-6f

#include "targets/overlaps.h"

/* The greatest number of the group, in every lane; 256 lanes to 32, to 4, to 1. */
#define FF_GREATEST(partial, own, result)                                                   \
    do                                                                                      \
    {                                                                                       \
        partial[lane] = own;                                                                \
        FF_BARRIER();                                                                       \
        for (uint step = 32u; step < FF_MATCH_LANES; step += 32u)                           \
            if (lane < 32u && partial[lane + step] > partial[lane])                         \
                partial[lane] = partial[lane + step];                                       \
        FF_BARRIER();                                                                       \
        for (uint step = 4u; step < 32u; step += 4u)                                        \
            if (lane < 4u && partial[lane + step] > partial[lane])                          \
                partial[lane] = partial[lane + step];                                       \
        FF_BARRIER();                                                                       \
        result = partial[0];                                                                \
        for (uint other = 1u; other < 4u; other++)                                          \
            result = partial[other] > result ? partial[other] : result;                     \
        FF_BARRIER();                                                                       \
    } while (0)

/* The pair with the greatest IoU is joined, then the next; of equal pairs the one with the lowest object. `waiting` holds the best anchor
   of each object that has none. It is searched again only when its anchor was taken and it is the object's turn: its IoU can only fall,
   so a choice that is out of date never hides a better pair. One search serves all repetitions of a box.
   best, own [box]: anchor and IoU for the host. Groups: (images).
   Work: a round for each object and each search; a search reads all anchors from the cache, 8,732 x 15 operations a group. Of eight boxes
   few want the same anchor, so an image costs about eight rounds of a reduction of 256 numbers. Boxes that are nearly alike are the worst:
   n of them cost up to n * n / 2 searches, as on the CPU.
   Traffic: 8 bytes a box and part, 40 a box, 4 an anchor that is given away; the anchors of a search come from the cache. */
FF_KERNEL(FF_MATCH_LANES)
void resolve(FF_GLOBAL const float *anchors, uint anchorCount, FF_GLOBAL const float *boxes, FF_GLOBAL const int *boxStarts,
             FF_GLOBAL const ulong *partials, uint parts, FF_GLOBAL int *matched, FF_GLOBAL ulong *waiting, FF_GLOBAL int *best,
             FF_GLOBAL int *own)
{
    FF_LOCAL_ARRAY(ulong, partial, FF_MATCH_LANES);
    const uint image = get_group_id(0);
    const uint lane = get_local_id(0);
    const int firstBox = boxStarts[image];
    const int boxCount = boxStarts[image + 1u] - firstBox;
    FF_GLOBAL int *objects = matched + ((ulong)image * anchorCount);
    for (int round = 0; round < boxCount; round += FF_MATCH_LANES)
    {
        const int object = round + (int)lane;
        if (object < boxCount)
        {
            const ulong box = (ulong)(firstBox + object);
            const ulong choice = ff_join_parts(partials + (box * parts), parts);
            waiting[box] = choice;
            ff_tell(choice, best + (box * 2u));
            ff_tell(0ul, own + (box * 2u));
        }
    }

    FF_BARRIER();
    for (;;)
    {
        ulong pair = 0;
        ulong first;
        for (int round = 0; round < boxCount; round += FF_MATCH_LANES)
        {
            const int object = round + (int)lane;
            if (object < boxCount)
            {
                const ulong choice = waiting[firstBox + object];
                const ulong candidate = choice == 0 ? 0ul : (choice & 0xFFFFFFFF00000000ul) | (ulong)(0xFFFFFFFFu - (uint)object);
                pair = candidate > pair ? candidate : pair;
            }
        }

        FF_GREATEST(partial, pair, first);
        if (first == 0)
            break;
        const int winner = (int)(0xFFFFFFFFu - (uint)first);
        const ulong joined = waiting[firstBox + winner];
        const uint anchor = ff_chosen_anchor(joined);
        const int isTaken = objects[anchor] <= FF_TAKEN;
        const ff_box box = ff_make_box(boxes + ((ulong)(firstBox + winner) * 4u));
        FF_BARRIER();
        if (isTaken)
        {
            float greatest = FF_LEAST;
            uint chosen = FF_NO_ANCHOR;
            ulong choice;
            for (uint round = 0; round < anchorCount; round += FF_MATCH_LANES)
            {
                const uint other = round + lane;
                if (other < anchorCount)
                {
                    const ff_box edges = ff_load_anchor(anchors, anchorCount, other);
                    const float inter = ff_inter(edges, box);
                    if (inter > 0.0f)
                    {
                        const float iou = ff_iou(inter, edges, box);
                        if (FF_BETTER(iou, greatest) && objects[other] > FF_TAKEN)
                        {
                            greatest = iou;
                            chosen = other;
                        }
                    }
                }
            }

            FF_GREATEST(partial, ff_choice(greatest, chosen), choice);
            for (int round = 0; round < boxCount; round += FF_MATCH_LANES)
            {
                const int object = round + (int)lane;
                if (object < boxCount)
                {
                    const ff_box repeated = ff_make_box(boxes + ((ulong)(firstBox + object) * 4u));
                    if (waiting[firstBox + object] != 0 && repeated.x0 == box.x0 && repeated.y0 == box.y0 && repeated.x1 == box.x1 && repeated.y1 == box.y1)
                        waiting[firstBox + object] = choice;
                }
            }
        }
        else if (lane == 0u)
        {
            objects[anchor] = FF_TAKEN - winner;
            waiting[firstBox + winner] = 0;
            ff_tell(joined, own + ((ulong)(firstBox + winner) * 2u));
        }

        FF_BARRIER();
    }

    for (int round = 0; round < boxCount; round += FF_MATCH_LANES)
    {
        const int object = round + (int)lane;
        if (object < boxCount)
        {
            const int anchor = own[(ulong)(firstBox + object) * 2u];
            if (anchor >= 0)
                objects[anchor] = object;
        }
    }
}

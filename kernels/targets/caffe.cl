/* Rule `caffe`: globally greedy bipartite matching, then every free anchor whose best object reaches the threshold. One group per image.
   Boxes of image i are boxStarts[i] to boxStarts[i + 1]. Results per image: `matched` gets the object of each anchor or -1; `choices`,
   a number per box, is scratch. `overlaps` is scratch of one float per anchor: its best IoU, or 2 when an object took it.
   Traffic: the anchors once per box from the cache; 8 bytes an anchor of results. Groups: (images). */

#include "targets/overlap.h"

#define FF_TAKEN 2.0f

/* The greatest number of the group, in every lane. `partial` holds one number per lane. */
#define FF_GREATEST(partial, own, result)                                              \
    do                                                                                 \
    {                                                                                  \
        partial[lane] = own;                                                           \
        FF_BARRIER();                                                                  \
        for (uint reach = lanes / 2u; reach > 0u; reach /= 2u)                            \
        {                                                                              \
            if (lane < reach && partial[lane + reach] > partial[lane])                 \
                partial[lane] = partial[lane + reach];                                  \
            FF_BARRIER();                                                              \
        }                                                                              \
        result = partial[0];                                                           \
        FF_BARRIER();                                                                  \
    } while (0)

FF_KERNEL(256)
void caffe(FF_GLOBAL const float *anchors, uint anchorCount, FF_GLOBAL const float *boxes, FF_GLOBAL const int *boxStarts, float threshold,
           FF_GLOBAL float *overlaps, FF_GLOBAL int *matched, FF_GLOBAL ulong *choices)
{
    FF_LOCAL_ARRAY(ulong, partial, FF_MATCH_LANES);
    const uint image = (uint)get_group_id(0);
    const uint lane = (uint)get_local_id(0);
    const uint lanes = (uint)get_local_size(0);
    const int firstBox = boxStarts[image];
    const int boxCount = boxStarts[image + 1u] - firstBox;
    FF_GLOBAL float *best = overlaps + ((ulong)image * anchorCount);
    FF_GLOBAL int *objects = matched + ((ulong)image * anchorCount);
    FF_GLOBAL ulong *own = choices + firstBox;

    for (uint anchor = lane; anchor < anchorCount; anchor += lanes)
    {
        best[anchor] = FF_FLOOR;
        objects[anchor] = -1;
    }

    /* Each anchor keeps the first of its equally good objects, each object the lowest of its equally good anchors. A lane sees only its
       own anchors, so no barrier is needed between the objects but that of the reduction. */
    for (int object = 0; object < boxCount; object++)
    {
        const ff_box box = ff_make_box(boxes + ((ulong)(firstBox + object) * 4u));
        const int matchable = ff_matchable(box);
        ulong choice = 0;
        ulong greatest;
        for (uint anchor = lane; anchor < anchorCount && matchable; anchor += lanes)
        {
            const float iou = ff_iou(anchors, anchorCount, anchor, box);
            if (iou > FF_FLOOR)
            {
                const ulong candidate = ff_choice(iou, anchor);
                choice = candidate > choice ? candidate : choice;
                if (iou > best[anchor])
                {
                    best[anchor] = iou;
                    objects[anchor] = object;
                }
            }
        }

        FF_GREATEST(partial, choice, greatest);
        if (lane == 0u)
            own[object] = greatest;
    }

    FF_BARRIER();

    /* The best pair of all waiting objects is joined, then the next. Objects are compared by IoU alone and the lowest of equal ones is
       first; an object that wanted the anchor just taken looks for its best free one. */
    for (int round = 0; round < boxCount; round++)
    {
        ulong pair = 0;
        ulong greatest;
        for (int object = (int)lane; object < boxCount; object += (int)lanes)
        {
            const ulong candidate = own[object] == 0 ? 0 : (own[object] & 0xFFFFFFFF00000000ul) | (ulong)(0xFFFFFFFFu - (uint)object);
            pair = candidate > pair ? candidate : pair;
        }

        FF_GREATEST(partial, pair, greatest);
        if (greatest == 0)
            break;
        const int winner = (int)(0xFFFFFFFFu - (uint)greatest);
        const ulong joined = own[winner];
        const uint anchorTaken = ff_chosen_anchor(joined);
        FF_BARRIER();
        if (lane == 0u)
        {
            best[anchorTaken] = FF_TAKEN;
            objects[anchorTaken] = winner;
            own[winner] = 0;
        }

        FF_BARRIER();
        for (int object = 0; object < boxCount; object++)
        {
            if (own[object] != 0 && ff_chosen_anchor(own[object]) == anchorTaken)
            {
                const ff_box box = ff_make_box(boxes + ((ulong)(firstBox + object) * 4u));
                ulong choice = 0;
                ulong free;
                for (uint anchor = lane; anchor < anchorCount; anchor += lanes)
                {
                    const float iou = ff_iou(anchors, anchorCount, anchor, box);
                    if (iou > FF_FLOOR && best[anchor] < FF_TAKEN)
                    {
                        const ulong candidate = ff_choice(iou, anchor);
                        choice = candidate > choice ? candidate : choice;
                    }
                }

                FF_GREATEST(partial, choice, free);
                FF_BARRIER();
                if (lane == 0u)
                    own[object] = free;
                FF_BARRIER();
            }
        }
    }

    FF_BARRIER();
    for (uint anchor = lane; anchor < anchorCount; anchor += lanes)
    {
        if (best[anchor] < threshold)
            objects[anchor] = -1;
    }
}

/* First step of every rule: each anchor gets its best object, each object its best anchor within this part of the anchors.

   A lane takes an anchor and compares it with eight boxes, which stay in registers, as does the lane's best anchor for each of them; with
   more than eight boxes the anchors are gone through again, their best IoU kept in `best`. Groups: (parts, images); the anchors go round
   the parts, so each part has its share of every level. Results do not depend on the number of parts; the host takes enough for about
   a thousand groups, because one group for each of 256 images would leave most of a big device idle.

   matched[image, anchor]: best object from `positive` on, -2 from `negative` to below it, else -1. partials[box, part]: choices.
   Work: 15 operations a pair, and some 20 more with the division where they overlap. 256 images x 8,732 anchors x 8 boxes are 18 M pairs:
   0.3 to 0.6 G operations, 10 to 25 us of 132 processors of 128 lanes at 1.7 GHz, reckoned, not measured. Traffic: 20 bytes an anchor and
   eight boxes from the caches, 4 bytes an anchor and image to memory: 9 MB for those. */

#ifndef FF_OVERLAPS_H
#define FF_OVERLAPS_H

#include "targets/choice.h"

/* Boxes that a lane holds at a time. */
#define FF_HELD 8

FF_KERNEL(FF_MATCH_LANES)
void overlaps(FF_GLOBAL const float *anchors, uint anchorCount, FF_GLOBAL const float *boxes, FF_GLOBAL const int *boxStarts, float positive,
              float negative, FF_GLOBAL float *best, FF_GLOBAL int *matched, FF_GLOBAL ulong *partials)
{
    FF_LOCAL_ARRAY(ulong, choices, FF_HELD * FF_MATCH_LANES);
    const uint image = get_group_id(1);
    const uint lane = get_local_id(0);
    const uint parts = get_num_groups(0);
    const uint strideOfLanes = get_global_size(0);
    const ulong firstOfImage = (ulong)image * anchorCount;
    const int firstBox = boxStarts[image];
    const int boxCount = boxStarts[image + 1u] - firstBox;
    int firstObject = -1;
    for (int start = 0; start == 0 || start < boxCount; start += FF_HELD)
    {
        const int isLast = boxCount - start <= FF_HELD;
        ff_box held[FF_HELD];
        float greatest[FF_HELD];
        uint chosen[FF_HELD];
        FF_UNROLL
        for (int k = 0; k < FF_HELD; k++)
        {
            held[k] = ff_no_box();
            if (start + k < boxCount)
            {
                const ff_box box = ff_make_box(boxes + ((ulong)(firstBox + start + k) * 4u));
                if (ff_matchable(box))
                {
                    held[k] = box;
                    firstObject = firstObject < 0 ? start + k : firstObject;
                }
            }

            greatest[k] = FF_LEAST;
            chosen[k] = FF_NO_ANCHOR;
        }

        for (uint round = get_group_id(0) * FF_MATCH_LANES; round < anchorCount; round += strideOfLanes)
        {
            const uint anchor = round + lane;
            if (anchor >= anchorCount)
                continue;
            const ff_box edges = ff_load_anchor(anchors, anchorCount, anchor);
            float bestIoU = FF_LEAST;
            int bestObject = -1;
            if (start > 0)
            {
                bestIoU = best[firstOfImage + anchor];
                bestObject = matched[firstOfImage + anchor];
            }

            FF_UNROLL
            for (int k = 0; k < FF_HELD; k++)
            {
                const float inter = ff_inter(edges, held[k]);
                if (inter > 0.0f)
                {
                    const float iou = ff_iou(inter, edges, held[k]);
                    if (FF_BETTER(iou, greatest[k]))
                    {
                        greatest[k] = iou;
                        chosen[k] = anchor;
                    }

                    if (FF_BETTER(iou, bestIoU))
                    {
                        bestIoU = iou;
                        bestObject = start + k;
                    }
                }
            }

            /* An anchor that overlaps none has the IoU 0 with the first object; that counts where a bound is 0. */
            if (isLast)
            {
                const float iou = bestObject < 0 ? 0.0f : bestIoU;
                const int object = bestObject < 0 ? firstObject : bestObject;
                bestObject = object < 0 ? -1 : iou >= positive ? object : iou >= negative ? -2 : -1;
            }
            else
            {
                best[firstOfImage + anchor] = bestIoU;
            }

            matched[firstOfImage + anchor] = bestObject;
        }

        /* 256 lanes to 32, to 4, to 1, for the eight boxes side by side. */
        FF_UNROLL
        for (int k = 0; k < FF_HELD; k++)
            choices[(uint)k * FF_MATCH_LANES + lane] = ff_choice(greatest[k], chosen[k]);
        const uint box = lane / 32u;
        const uint place = lane % 32u;
        FF_LOCAL ulong *own = choices + (box * FF_MATCH_LANES + place);
        FF_BARRIER();
        for (uint other = 32u; other < FF_MATCH_LANES; other += 32u)
            own[0] = own[other] > own[0] ? own[other] : own[0];
        FF_BARRIER();
        for (uint other = 4u; other < 32u; other += 4u)
        {
            if (place < 4u)
                own[0] = own[other] > own[0] ? own[other] : own[0];
        }

        FF_BARRIER();
        if (place == 0u && start + (int)box < boxCount)
        {
            ulong choice = own[0];
            for (uint other = 1u; other < 4u; other++)
                choice = own[other] > choice ? own[other] : choice;
            partials[((ulong)(firstBox + start + (int)box) * parts) + get_group_id(0)] = choice;
        }

        FF_BARRIER();
    }
}

#endif

/* The rules in which every anchor takes its best object and then every object is given its best anchor, whatever their IoU. A rule says
   before it includes this: FF_LAST_OF_EQUAL 1 when the last of equal IoUs counts, among objects and among anchors; FF_FIRST_OBJECT_KEEPS 1
   when of several objects that want one anchor the first has it, else the last. */

#ifndef FF_ARG_MAX_H
#define FF_ARG_MAX_H

/* An IoU of 0 is no overlap. The least number above 0 turns "from" into "above". */
#if FF_LAST_OF_EQUAL
#define FF_BETTER(iou, than) ((iou) >= (than))
#define FF_LEAST as_float(1u)
#else
#define FF_BETTER(iou, than) ((iou) > (than))
#define FF_LEAST 0.0f
#endif

#include "targets/overlaps.h"

#if FF_FIRST_OBJECT_KEEPS
#define FF_GIVES_WAY(object, other) ((other) < (object))
#else
#define FF_GIVES_WAY(object, other) ((other) > (object))
#endif

/* Stands for the anchor and for the IoU of an object that lost its best one; no IoU has these bits. */
#define FF_LOST 0x7FFFFFFF

/* A box that overlaps no anchor forces the first of all, or the last. */
FF_DEVICE ulong ff_forced(ulong choice, ff_box box, uint anchorCount)
{
    ulong forced = choice;
    if (choice == 0)
        forced = ff_matchable(box) ? ff_choice(0.0f, FF_LAST_OF_EQUAL ? anchorCount - 1u : 0u) : 0ul;
    return forced;
}

FF_DEVICE int ff_bits_of_iou(ff_box anchor, ff_box box)
{
    const float inter = ff_inter(anchor, box);
    return inter > 0.0f ? (int)as_uint(ff_iou(inter, anchor, box)) : 0;
}

/* An object that lost its best anchor is told the lowest other one that it got, which takes a look at all anchors of the image.
   best, own [box]: anchor and IoU for the host. Groups: (images).
   Work: the square of the objects in comparisons, divided by 256 lanes. Traffic: 8 bytes a box and part, 40 a box, and 4 an anchor of
   the images in which an object lost. */
FF_KERNEL(FF_MATCH_LANES)
void resolve(FF_GLOBAL const float *anchors, uint anchorCount, FF_GLOBAL const float *boxes, FF_GLOBAL const int *boxStarts,
             FF_GLOBAL const ulong *partials, uint parts, FF_GLOBAL int *matched, FF_GLOBAL ulong *waiting, FF_GLOBAL int *best,
             FF_GLOBAL int *own)
{
    FF_LOCAL_ARRAY(uint, lost, 1);
    const uint image = get_group_id(0);
    const uint lane = get_local_id(0);
    const int firstBox = boxStarts[image];
    const int boxCount = boxStarts[image + 1u] - firstBox;
    FF_GLOBAL int *objects = matched + ((ulong)image * anchorCount);
    if (lane == 0u)
        lost[0] = 0u;
    for (int round = 0; round < boxCount; round += FF_MATCH_LANES)
    {
        const int object = round + (int)lane;
        if (object < boxCount)
        {
            const ulong box = (ulong)(firstBox + object);
            const ulong choice = ff_forced(ff_join_parts(partials + (box * parts), parts), ff_make_box(boxes + (box * 4u)), anchorCount);
            waiting[box] = choice;
            ff_tell(choice, best + (box * 2u));
        }
    }

    FF_BARRIER();
    for (int round = 0; round < boxCount; round += FF_MATCH_LANES)
    {
        const int object = round + (int)lane;
        if (object < boxCount)
        {
            const ulong choice = waiting[firstBox + object];
            FF_GLOBAL int *told = own + ((ulong)(firstBox + object) * 2u);
            int isGiven = choice != 0;
            for (int other = 0; other < boxCount && isGiven; other++)
            {
                const ulong rival = waiting[firstBox + other];
                if (FF_GIVES_WAY(object, other) && rival != 0 && ff_chosen_anchor(rival) == ff_chosen_anchor(choice))
                    isGiven = 0;
            }

            ff_tell(isGiven ? choice : 0ul, told);
            if (isGiven)
            {
                objects[ff_chosen_anchor(choice)] = object;
            }
            else if (choice != 0)
            {
                told[0] = FF_LOST;
                told[1] = FF_LOST;
                atomic_or(&lost[0], 1u);
            }
        }
    }

    FF_BARRIER();
    if (lost[0] != 0u)
    {
        for (uint round = 0; round < anchorCount; round += FF_MATCH_LANES)
        {
            const uint anchor = round + lane;
            if (anchor < anchorCount)
            {
                const int object = objects[anchor];
                if (object >= 0)
                {
                    FF_GLOBAL int *told = own + ((ulong)(firstBox + object) * 2u);
                    if (told[1] == FF_LOST)
                        atomic_min(told, (int)anchor);
                }
            }
        }

        FF_BARRIER();
        for (int round = 0; round < boxCount; round += FF_MATCH_LANES)
        {
            const int object = round + (int)lane;
            if (object < boxCount)
            {
                const ulong box = (ulong)(firstBox + object);
                FF_GLOBAL int *told = own + (box * 2u);
                if (told[0] == FF_LOST)
                    ff_tell(0ul, told);
                else if (told[1] == FF_LOST)
                    told[1] = ff_bits_of_iou(ff_load_anchor(anchors, anchorCount, (uint)told[0]), ff_make_box(boxes + (box * 4u)));
            }
        }
    }
}

#endif

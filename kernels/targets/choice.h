/* The best anchor of an object as one number, greater for the better choice, so that lanes and groups are reduced by comparing: the IoU
   above, the anchor below. IoUs are not negative, so the order of their bits is theirs. 0 is no choice.

   A rule says before it includes this which of equal IoUs counts, among objects and among anchors, and from where an overlap counts:
   FF_LAST_OF_EQUAL 0 or 1; FF_BETTER(iou, than) accordingly; FF_LEAST, what the first comparison is made with. */

#ifndef FF_CHOICE_H
#define FF_CHOICE_H

#include "targets/overlap.h"

#define FF_NO_ANCHOR 0xFFFFFFFFu

FF_DEVICE ulong ff_choice(float iou, uint anchor)
{
#if FF_LAST_OF_EQUAL
    const uint rank = anchor + 1u;
#else
    const uint rank = 0xFFFFFFFFu - anchor;
#endif
    return anchor == FF_NO_ANCHOR ? 0ul : ((ulong)as_uint(iou) << 32) | (ulong)rank;
}

FF_DEVICE uint ff_chosen_anchor(ulong choice)
{
#if FF_LAST_OF_EQUAL
    return (uint)choice - 1u;
#else
    return 0xFFFFFFFFu - (uint)choice;
#endif
}

FF_DEVICE float ff_chosen_iou(ulong choice)
{
    return as_float((uint)(choice >> 32));
}

/* What the host reads of an object: anchor and bits of the IoU; -1 and 0 for no choice. */
FF_DEVICE void ff_tell(ulong choice, FF_GLOBAL int *told)
{
    told[0] = choice == 0 ? -1 : (int)ff_chosen_anchor(choice);
    told[1] = choice == 0 ? 0 : (int)(choice >> 32);
}

/* The choice of all parts of an image, from `partials` as overlaps.h leaves them. */
FF_DEVICE ulong ff_join_parts(FF_GLOBAL const ulong *partials, uint parts)
{
    ulong greatest = 0;
    for (uint part = 0; part < parts; part++)
        greatest = partials[part] > greatest ? partials[part] : greatest;
    return greatest;
}

#endif

/* IoU of anchors and boxes in float32, inter / ((area of anchor + area of box) - inter), in that order and without fused operations,
   so that a device gives the bits of the CPU. Anchors lie in columns: all x0, then y0, x1, y1, area, each `anchorCount` long. Boxes are
   x0, y0, x1, y1 in shares of the picture. */

#ifndef FF_OVERLAP_H
#define FF_OVERLAP_H

/* An overlap counts from above this IoU; Caffe's own bound. */
#define FF_FLOOR 1e-6f

/* Lanes of a group that matches one image. */
#define FF_MATCH_LANES 256

typedef struct
{
    float x0;
    float y0;
    float x1;
    float y1;
    float area;
} ff_box;

FF_DEVICE ff_box ff_make_box(FF_GLOBAL const float *corners)
{
    ff_box box;
    box.x0 = corners[0];
    box.y0 = corners[1];
    box.x1 = corners[2];
    box.y1 = corners[3];
    box.area = (box.x1 - box.x0) * (box.y1 - box.y0);
    return box;
}

/* Edges finite and in order: NaN fails both, infinity fails the second. */
FF_DEVICE int ff_matchable(ff_box box)
{
    return box.x1 > box.x0 && box.y1 > box.y0 && box.x1 - box.x0 < 3.402823466e+38f && box.y1 - box.y0 < 3.402823466e+38f
           && box.x0 >= -3.402823466e+38f && box.y0 >= -3.402823466e+38f && box.x1 <= 3.402823466e+38f && box.y1 <= 3.402823466e+38f;
}

FF_DEVICE float ff_iou(FF_GLOBAL const float *anchors, uint anchorCount, uint anchor, ff_box box)
{
    const float x0 = anchors[anchor];
    const float y0 = anchors[anchorCount + anchor];
    const float x1 = anchors[(2u * anchorCount) + anchor];
    const float y1 = anchors[(3u * anchorCount) + anchor];
    const float width = (x1 < box.x1 ? x1 : box.x1) - (x0 > box.x0 ? x0 : box.x0);
    const float height = (y1 < box.y1 ? y1 : box.y1) - (y0 > box.y0 ? y0 : box.y0);
    const float inter = (width > 0.0f ? width : 0.0f) * (height > 0.0f ? height : 0.0f);
    return inter / ((anchors[(4u * anchorCount) + anchor] + box.area) - inter);
}

/* A choice as one number that is greater for the greater IoU and, of equal ones, for the lower anchor. IoUs are not negative, so the
   order of their bits is theirs. 0 is no choice. */
FF_DEVICE ulong ff_choice(float iou, uint anchor)
{
    return ((ulong)as_uint(iou) << 32) | (ulong)(0xFFFFFFFFu - anchor);
}

FF_DEVICE uint ff_chosen_anchor(ulong choice)
{
    return 0xFFFFFFFFu - (uint)choice;
}

#endif

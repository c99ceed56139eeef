/* IoU of anchors and boxes in float32, inter / ((area of anchor + area of box) - inter), in that order and without fused operations,
   so that a device gives the bits of the CPU. Anchors lie in columns: all x0, then y0, x1, y1, area, each `anchorCount` long. Boxes are
   x0, y0, x1, y1 in shares of the picture; those of image i are boxStarts[i] to below boxStarts[i + 1]. */

#ifndef FF_OVERLAP_H
#define FF_OVERLAP_H

/* Lanes of a group that matches. */
#define FF_MATCH_LANES 256

#define FF_LARGEST 3.402823466e+38f

/* While an image is matched, an anchor that object i took holds FF_TAKEN - i. */
#define FF_TAKEN -3

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

/* A box that overlaps nothing. */
FF_DEVICE ff_box ff_no_box(void)
{
    ff_box box;
    box.x0 = FF_LARGEST;
    box.y0 = FF_LARGEST;
    box.x1 = -FF_LARGEST;
    box.y1 = -FF_LARGEST;
    box.area = 1.0f;
    return box;
}

/* Edges finite and in order; NaN fails every comparison. The sides of such a box may still be infinite, and its IoUs are then 0. */
FF_DEVICE int ff_matchable(ff_box box)
{
    return box.x1 > box.x0 && box.y1 > box.y0 && box.x0 >= -FF_LARGEST && box.y0 >= -FF_LARGEST && box.x1 <= FF_LARGEST && box.y1 <= FF_LARGEST;
}

FF_DEVICE ff_box ff_load_anchor(FF_GLOBAL const float *anchors, uint anchorCount, uint anchor)
{
    ff_box loaded;
    loaded.x0 = anchors[anchor];
    loaded.y0 = anchors[anchorCount + anchor];
    loaded.x1 = anchors[(2u * anchorCount) + anchor];
    loaded.y1 = anchors[(3u * anchorCount) + anchor];
    loaded.area = anchors[(4u * anchorCount) + anchor];
    return loaded;
}

FF_DEVICE float ff_inter(ff_box anchor, ff_box box)
{
    const float width = (anchor.x1 < box.x1 ? anchor.x1 : box.x1) - (anchor.x0 > box.x0 ? anchor.x0 : box.x0);
    const float height = (anchor.y1 < box.y1 ? anchor.y1 : box.y1) - (anchor.y0 > box.y0 ? anchor.y0 : box.y0);
    return (width > 0.0f ? width : 0.0f) * (height > 0.0f ? height : 0.0f);
}

/* Most pairs do not overlap: their IoU is 0 with or without the division, which is the dearest part. Callers put all that follows from
   an overlap into the branch as well; compilers divide always where the branch holds little else. */
FF_DEVICE float ff_iou(float inter, ff_box anchor, ff_box box)
{
    return inter / ((anchor.area + box.area) - inter);
}

#endif

/* Targets of the matched anchors. Offsets tx ty tw th in float32 as on the CPU: (cx - cxa) / wa / 0.1, (cy - cya) / ha / 0.1,
   ln(w / wa) / 0.2, ln(h / ha) / 0.2. Anchors by centre and size: all cx, then cy, w, h, each `anchorCount` long. */

#define FF_ENCODE_LANES 256
#define FF_LN2_HEAD 6.9313812256e-01f
#define FF_LN2_TAIL 9.0580006145e-06f

/* Natural logarithm in float32 throughout; series of fdlibm's logf. */
FF_DEVICE float ff_log(float x)
{
    const int bits = (int)as_uint(x) + (0x3F800000 - 0x3F3504F3);
    const int k = (bits >> 23) - 127;
    const float m = as_float((uint)((bits & 0x007FFFFF) + 0x3F3504F3));
    const float f = m - 1.0f;
    const float s = f / (2.0f + f);
    const float z = s * s;
    const float w = z * z;
    const float odd = w * (0.40000972152f + (w * 0.24279078841f));
    const float even = z * (0.66666662693f + (w * 0.28498786688f));
    const float halfSquare = (0.5f * f) * f;
    return ((((s * (halfSquare + (odd + even))) + ((float)k * FF_LN2_TAIL)) - halfSquare) + f) + ((float)k * FF_LN2_HEAD);
}

FF_DEVICE void ff_offsets(FF_GLOBAL const float *shapes, uint anchorCount, uint anchor, FF_GLOBAL const float *box, FF_GLOBAL float *offsets)
{
    const float anchorWidth = shapes[(2u * anchorCount) + anchor];
    const float anchorHeight = shapes[(3u * anchorCount) + anchor];
    const float centerX = (box[0] + box[2]) * 0.5f;
    const float centerY = (box[1] + box[3]) * 0.5f;
    const float width = box[2] - box[0];
    const float height = box[3] - box[1];
    offsets[0] = ((centerX - shapes[anchor]) / anchorWidth) / 0.1f;
    offsets[1] = ((centerY - shapes[anchorCount + anchor]) / anchorHeight) / 0.1f;
    offsets[2] = ff_log(width / anchorWidth) / 0.2f;
    offsets[3] = ff_log(height / anchorHeight) / 0.2f;
}

/* Dense: a row per anchor; class 0 is background, object -1 none, -2 (ignored) gets class -1. Groups: (any number, images).
   Traffic: 4 bytes read and 24 written an anchor. */
FF_KERNEL(256)
void encode_dense(FF_GLOBAL const int *matched, uint anchorCount, FF_GLOBAL const float *shapes, FF_GLOBAL const float *boxes,
                  FF_GLOBAL const int *labels, FF_GLOBAL const int *boxStarts, FF_GLOBAL int *classes, FF_GLOBAL float *offsets)
{
    const uint image = (uint)get_group_id(1);
    const ulong first = (ulong)image * anchorCount;
    for (uint anchor = (uint)get_global_id(0); anchor < anchorCount; anchor += (uint)get_global_size(0))
    {
        const int object = matched[first + anchor];
        FF_GLOBAL float *row = offsets + ((first + anchor) * 4u);
        if (object >= 0)
        {
            const int box = boxStarts[image] + object;
            classes[first + anchor] = labels[box] + 1;
            ff_offsets(shapes, anchorCount, anchor, boxes + ((ulong)box * 4u), row);
        }
        else
        {
            classes[first + anchor] = object == -2 ? -1 : 0;
            row[0] = 0.0f;
            row[1] = 0.0f;
            row[2] = 0.0f;
            row[3] = 0.0f;
        }
    }
}

/* Sparse: a row per matched anchor, ascending. One group per image; `counts` gets the rows of each image.
   Traffic: 4 bytes read an anchor, 28 written a row. Groups: (images). */
FF_KERNEL(256)
void encode_sparse(FF_GLOBAL const int *matched, uint anchorCount, FF_GLOBAL const float *shapes, FF_GLOBAL const float *boxes,
                   FF_GLOBAL const int *labels, FF_GLOBAL const int *boxStarts, FF_GLOBAL int *counts, FF_GLOBAL int *indices,
                   FF_GLOBAL int *classes, FF_GLOBAL int *objects, FF_GLOBAL float *offsets)
{
    FF_LOCAL_ARRAY(uint, ends, FF_ENCODE_LANES);
    const uint image = (uint)get_group_id(0);
    const uint lane = (uint)get_local_id(0);
    const uint lanes = (uint)get_local_size(0);
    const ulong first = (ulong)image * anchorCount;
    uint rows = 0;
    for (uint start = 0; start < anchorCount; start += lanes)
    {
        const uint anchor = start + lane;
        const int object = anchor < anchorCount ? matched[first + anchor] : -1;
        ends[lane] = object >= 0 ? 1u : 0u;
        FF_BARRIER();
        for (uint step = 1; step < lanes; step *= 2u)
        {
            const uint before = lane >= step ? ends[lane - step] : 0u;
            FF_BARRIER();
            ends[lane] += before;
            FF_BARRIER();
        }

        if (object >= 0)
        {
            const int box = boxStarts[image] + object;
            const ulong row = first + rows + (ends[lane] - 1u);
            indices[row] = (int)anchor;
            objects[row] = object;
            classes[row] = labels[box] + 1;
            ff_offsets(shapes, anchorCount, anchor, boxes + ((ulong)box * 4u), offsets + (row * 4u));
        }

        rows += ends[lanes - 1u];
        FF_BARRIER();
    }

    if (lane == 0u)
        counts[image] = (int)rows;
}

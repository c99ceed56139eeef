/* Targets of the matched anchors. matched[image, anchor]: object, -1 none, -2 ignored. Offsets tx ty tw th in float32 as on the CPU:
   (cx - cxa) / wa / 0.1, (cy - cya) / ha / 0.1, ln(w / wa) / 0.2, ln(h / ha) / 0.2, with `epsilon` added to all widths and heights. Anchors
   by centre and size: all cx, then cy, w, h, each `anchorCount` long. */

#define FF_ENCODE_LANES 256
#define FF_LN2_HEAD 6.9313812256e-01f
#define FF_LN2_TAIL 9.0580006145e-06f

/* Natural logarithm in float32 throughout; series of fdlibm's logf. */
FF_DEVICE float ff_log(float x)
{
    const int bits = (int)(as_uint(x) + (0x3F800000u - 0x3F3504F3u));
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

FF_DEVICE void ff_offsets(FF_GLOBAL const float *shapes, uint anchorCount, uint anchor, FF_GLOBAL const float *box, float epsilon,
                          FF_GLOBAL float *offsets)
{
    const float anchorWidth = shapes[(2u * anchorCount) + anchor] + epsilon;
    const float anchorHeight = shapes[(3u * anchorCount) + anchor] + epsilon;
    const float centerX = (box[0] + box[2]) * 0.5f;
    const float centerY = (box[1] + box[3]) * 0.5f;
    const float width = (box[2] - box[0]) + epsilon;
    const float height = (box[3] - box[1]) + epsilon;
    offsets[0] = ((centerX - shapes[anchor]) / anchorWidth) / 0.1f;
    offsets[1] = ((centerY - shapes[anchorCount + anchor]) / anchorHeight) / 0.1f;
    offsets[2] = ff_log(width / anchorWidth) / 0.2f;
    offsets[3] = ff_log(height / anchorHeight) / 0.2f;
}

/* Dense: a row per anchor; class 0 is background, -1 ignored. Groups: (any number, images).
   Traffic: 4 bytes read and 20 written an anchor; 54 MB for 256 images of 8,732. Operations: about 75 an anchor with an object (10 of them
   divisions, and two logarithms of 27), 5 another. */
FF_KERNEL(FF_ENCODE_LANES)
void dense_rows(FF_GLOBAL const int *matched, uint anchorCount, FF_GLOBAL const float *shapes, FF_GLOBAL const float *boxes,
                FF_GLOBAL const int *labels, FF_GLOBAL const int *boxStarts, float epsilon, FF_GLOBAL int *classes, FF_GLOBAL float *offsets)
{
    const uint image = get_group_id(1);
    const uint stride = get_global_size(0);
    const ulong first = (ulong)image * anchorCount;
    for (uint anchor = get_global_id(0); anchor < anchorCount; anchor += stride)
    {
        const int object = matched[first + anchor];
        FF_GLOBAL float *row = offsets + ((first + anchor) * 4u);
        if (object >= 0)
        {
            const int box = boxStarts[image] + object;
            classes[first + anchor] = labels[box] + 1;
            ff_offsets(shapes, anchorCount, anchor, boxes + ((ulong)box * 4u), epsilon, row);
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

/* Sparse, first: rows and ignored anchors of each image: counts[image], counts[images + image]. Groups: (images).
   Traffic: 4 bytes read an anchor. Operations: 4 an anchor. */
FF_KERNEL(FF_ENCODE_LANES)
void sparse_counts(FF_GLOBAL const int *matched, uint anchorCount, FF_GLOBAL int *counts)
{
    FF_LOCAL_ARRAY(uint, totals, 2);
    const uint image = get_group_id(0);
    const uint lane = get_local_id(0);
    const ulong first = (ulong)image * anchorCount;
    uint rows = 0;
    uint ignored = 0;
    if (lane < 2u)
        totals[lane] = 0u;
    FF_BARRIER();
    for (uint round = 0; round < anchorCount; round += FF_ENCODE_LANES)
    {
        const uint anchor = round + lane;
        if (anchor < anchorCount)
        {
            const int object = matched[first + anchor];
            rows += object >= 0 ? 1u : 0u;
            ignored += object == -2 ? 1u : 0u;
        }
    }

    if (rows > 0u)
        atomic_add(&totals[0], rows);
    if (ignored > 0u)
        atomic_add(&totals[1], ignored);
    FF_BARRIER();
    if (lane < 2u)
        counts[lane * get_num_groups(0) + image] = (int)totals[lane];
}

/* Anchors that a group looks at before it writes: one word of bits for each lane. */
#define FF_TILE (32u * FF_ENCODE_LANES)

/* Sparse, second: a row per matched anchor, ascending, the images one behind the other, and in `ignored` the ignored anchors likewise.
   A bit for each anchor that counts, bits summed over the words: so each row knows its place without waiting for the one before it.
   Traffic: 4 bytes read an anchor, 28 written a row. Operations: about 8 an anchor and 75 a row, as in dense_rows. Groups: (images), as in
   sparse_counts. */
FF_KERNEL(FF_ENCODE_LANES)
void sparse_rows(FF_GLOBAL const int *matched, uint anchorCount, FF_GLOBAL const float *shapes, FF_GLOBAL const float *boxes,
                 FF_GLOBAL const int *labels, FF_GLOBAL const int *boxStarts, float epsilon, FF_GLOBAL const int *counts,
                 FF_GLOBAL int *indices, FF_GLOBAL int *classes, FF_GLOBAL int *objects, FF_GLOBAL float *offsets, FF_GLOBAL int *ignored)
{
    FF_LOCAL_ARRAY(uint, words, FF_ENCODE_LANES);
    FF_LOCAL_ARRAY(uint, ends, FF_ENCODE_LANES);
    const uint image = get_group_id(0);
    const uint lane = get_local_id(0);
    const ulong first = (ulong)image * anchorCount;
    for (uint kind = 0; kind < 2u; kind++)
    {
        FF_GLOBAL const int *countsOfKind = counts + (kind * get_num_groups(0));
        if (countsOfKind[image] > 0)
        {
            uint row = 0;
            ends[lane] = 0u;
            for (uint round = 0; round < image; round += FF_ENCODE_LANES)
            {
                const uint before = round + lane;
                if (before < image)
                    ends[lane] += (uint)countsOfKind[before];
            }
            FF_BARRIER();
            for (uint reach = FF_ENCODE_LANES / 2u; reach > 0u; reach /= 2u)
            {
                if (lane < reach)
                    ends[lane] += ends[lane + reach];
                FF_BARRIER();
            }

            row = ends[0];
            for (uint start = 0; start < anchorCount; start += FF_TILE)
            {
                FF_BARRIER();
                words[lane] = 0u;
                FF_BARRIER();
                for (uint round = 0; round < FF_TILE && start + round < anchorCount; round += FF_ENCODE_LANES)
                {
                    const uint place = round + lane;
                    if (start + place < anchorCount)
                    {
                        const int object = matched[first + start + place];
                        if (kind == 0u ? object >= 0 : object == -2)
                            atomic_or(&words[place / 32u], 1u << (place % 32u));
                    }
                }

                FF_BARRIER();
                ends[lane] = popcount(words[lane]);
                FF_BARRIER();
                for (uint step = 1; step < FF_ENCODE_LANES; step *= 2u)
                {
                    const uint before = lane >= step ? ends[lane - step] : 0u;
                    FF_BARRIER();
                    ends[lane] += before;
                    FF_BARRIER();
                }

                for (uint round = 0; round < FF_TILE && start + round < anchorCount; round += FF_ENCODE_LANES)
                {
                    const uint place = round + lane;
                    if (start + place < anchorCount)
                    {
                        const uint word = words[place / 32u];
                        const uint bit = 1u << (place % 32u);
                        if ((word & bit) != 0u)
                        {
                            const uint anchor = start + place;
                            const ulong at = row + (ends[place / 32u] - popcount(word & ~(bit - 1u)));
                            if (kind == 0u)
                            {
                                const int object = matched[first + anchor];
                                const int box = boxStarts[image] + object;
                                indices[at] = (int)anchor;
                                objects[at] = object;
                                classes[at] = labels[box] + 1;
                                ff_offsets(shapes, anchorCount, anchor, boxes + ((ulong)box * 4u), epsilon, offsets + (at * 4u));
                            }
                            else
                            {
                                ignored[at] = (int)anchor;
                            }
                        }
                    }
                }

                row += ends[FF_ENCODE_LANES - 1u];
            }

            FF_BARRIER();
        }
    }
}

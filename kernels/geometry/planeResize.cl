/* Operation `resize`, fidelity `fast`: luma and chroma planes go straight to the target, rows first, then columns, each rounded to 8 bits, and become
   RGB there. Weights are the host's: of 22 fraction bits; chroma that is smaller than luma has those of the same resize composed with
   libjpeg's upsampling. In the second pass of pictures with chroma an axis may have weights of 16 bits instead: each product keeps 8 bits, and
   half a unit per tap makes up for those cut off.
   An axis lies in `weights` as `resize` reads it: first sample of each output, taps of each output, then the weights, tap by tap, `stride`
   words from one tap to the next. A stride of 0 says that the pass copies: the first word is then the first sample.
   Six starts per image: places of the first samples of luma, blue and red difference (they wrap around, for only a window may be in memory), and
   the first bytes of the three planes' narrowed rows.
   An image's plan is 24 words:
     0 target width; 0 leaves the image out   1 target height      2 target column in the output
     3 target row in the output               4 bytes from row to row of the output   5 not 0 with chroma
     6 first row needed of luma               10 its stride
     7 rows needed                            11 place of luma's column axis
     8 bytes from row to row                  12 its stride
     9 place of luma's row axis               13 not 0 when that axis has weights of 16 bits
    14 .. 21 the same of both chroma planes; 22, 23 unused
   Groups: (any number, images). Traffic: the windows of the planes once, their narrowed rows twice, 3 an output pixel written; with scale s and
   chroma of a share c of luma, about (1 + 2c)(s^2 + 2s) + 3 an output pixel. Operations of an output pixel: 2 max(1, s) multiply-adds for each
   sample of a pass, of which there are (1 + 2c) s and 3, and 4 for the colour. */

#define FF_PLANE_PLAN_WORDS 24u
#define FF_STARTS 6u
#define FF_LUMA 6u
#define FF_CHROMA 14u
#define FF_ROUNDING (1 << 21)
#define FF_FRACTION_BITS 22

FF_KERNEL(256)
void plane_rows(FF_GLOBAL const uchar *samples, FF_GLOBAL uchar *narrowed, FF_GLOBAL const ulong *starts,
                FF_GLOBAL const int *plans, FF_GLOBAL const int *weights)
{
    const uint image = (uint)get_group_id(1);
    FF_GLOBAL const int *plan = plans + (image * FF_PLANE_PLAN_WORDS);
    FF_GLOBAL const ulong *start = starts + (image * FF_STARTS);
    const uint width = (uint)plan[0];
    const uint lumaItems = width * (uint)plan[FF_LUMA + 1u];
    const uint chromaItems = plan[5] != 0 ? width * (uint)plan[FF_CHROMA + 1u] : 0u;
    for (uint i = (uint)get_global_id(0); i < lumaItems + (2u * chromaItems); i += (uint)get_global_size(0))
    {
        const uint plane = i < lumaItems ? 0u : i - lumaItems < chromaItems ? 1u : 2u;
        const uint item = plane == 0u ? i : i - lumaItems - ((plane - 1u) * chromaItems);
        FF_GLOBAL const int *track = plan + (plane == 0u ? FF_LUMA : FF_CHROMA);
        FF_GLOBAL const int *firsts = weights + track[3];
        const uint y = item / width;
        const uint x = item - (y * width);
        const int stride = track[4];
        ulong place = start[plane] + ((ulong)((uint)track[0] + y) * (ulong)track[2]);
        FF_GLOBAL uchar *target = narrowed + start[3u + plane] + item;
        if (stride == 0)
        {
            *target = samples[place + (ulong)((uint)firsts[0] + x)];
        }
        else
        {
            const int count = firsts[width + x];
            FF_GLOBAL const int *taps = firsts + (2u * width) + x;
            int sum = FF_ROUNDING;
            place += (ulong)firsts[x];
            for (int tap = 0; tap < count; tap++)
                sum += taps[tap * stride] * (int)samples[place + (ulong)tap];
            *target = (uchar)clamp(sum >> FF_FRACTION_BITS, 0, 255);
        }
    }
}

/* One sample of the target from the narrowed rows of its plane, of which `samples` is the first one of its column. */
FF_DEVICE int ff_resized(FF_GLOBAL const uchar *samples, FF_GLOBAL const int *plan, FF_GLOBAL const int *track, FF_GLOBAL const int *weights, uint y)
{
    const uint width = (uint)plan[0];
    const uint height = (uint)plan[1];
    FF_GLOBAL const int *firsts = weights + track[5];
    const int stride = track[6];
    if (stride == 0)
        return (int)samples[y * width];
    const int count = firsts[height + y];
    FF_GLOBAL const int *taps = firsts + (2u * height) + y;
    FF_GLOBAL const uchar *first = samples + ((uint)(firsts[y] - track[0]) * width);
    if (track[7] != 0)
    {
        int sum = 128 + (count / 2);
        for (int tap = 0; tap < count; tap++)
            sum += (taps[tap * stride] * (int)first[(uint)tap * width]) >> 8;
        return min(sum >> 8, 255);
    }

    int sum = FF_ROUNDING;
    for (int tap = 0; tap < count; tap++)
        sum += taps[tap * stride] * (int)first[(uint)tap * width];
    return clamp(sum >> FF_FRACTION_BITS, 0, 255);
}

FF_KERNEL(256)
void plane_columns(FF_GLOBAL const uchar *narrowed, FF_GLOBAL uchar *pictures, FF_GLOBAL const ulong *starts, uint pictureBytes,
                   FF_GLOBAL const int *plans, FF_GLOBAL const int *weights)
{
    const uint image = (uint)get_group_id(1);
    FF_GLOBAL const int *plan = plans + (image * FF_PLANE_PLAN_WORDS);
    FF_GLOBAL const ulong *start = starts + (image * FF_STARTS);
    FF_GLOBAL uchar *picture = pictures + ((ulong)image * pictureBytes) + ((uint)plan[3] * (uint)plan[4]) + ((uint)plan[2] * 3u);
    const uint width = (uint)plan[0];
    for (uint i = (uint)get_global_id(0); i < width * (uint)plan[1]; i += (uint)get_global_size(0))
    {
        const uint y = i / width;
        const uint x = i - (y * width);
        FF_GLOBAL uchar *pixel = picture + (y * (uint)plan[4]) + (x * 3u);
        const int luma = ff_resized(narrowed + start[3] + x, plan, plan + FF_LUMA, weights, y);
        int cb = 0;
        int cr = 0;
        if (plan[5] != 0)
        {
            cb = ff_resized(narrowed + start[4] + x, plan, plan + FF_CHROMA, weights, y) - 128;
            cr = ff_resized(narrowed + start[5] + x, plan, plan + FF_CHROMA, weights, y) - 128;
        }

        pixel[0] = (uchar)clamp(luma + (((91881 * cr) + 32768) >> 16), 0, 255);
        pixel[1] = (uchar)clamp(luma + ((32768 - (22554 * cb) - (46802 * cr)) >> 16), 0, 255);
        pixel[2] = (uchar)clamp(luma + (((116130 * cb) + 32768) >> 16), 0, 255);
    }
}

/* Operation `resize`, fidelity `reference`: rows first (fewer columns), then columns (fewer rows), each rounded to 8 bits, with the
   weights of 22 fraction bits that the host made (Pillow's arithmetic for BILINEAR with a box).
   An axis lies in `weights` at its place: first source sample of each output, taps of each output, then the weights, tap by tap, `stride` words from one
   tap to the next: neighbouring lanes read neighbouring words.
   A stride of 0 says that the pass copies: the first word is then the first sample.
   Two starts per image: the place of its picture's first pixel, packed RGB (it wraps around, for only a window may be in memory), and the
   first byte of its narrowed rows.
   An image's plan is 16 words:
     0 first row needed of the source          8 place of the row axis (columns of the picture)
     1 rows needed                             9 its stride
     2 bytes from row to row of the source    10 place of the column axis
     3 target width                           11 its stride
     4 target height                          12 bytes from row to row of the output
     5 target column in the output            13 .. 15 unused
     6 target row in the output
   Groups: (any number, images). Traffic: the window of the source once, the narrowed rows twice, the output once.
   Operations of a byte made: a multiply-add per tap, 2 max(1, scale) taps a pass. */

#define FF_PLAN_WORDS 16u
#define FF_ROUNDING (1 << 21)
#define FF_FRACTION_BITS 22

FF_DEVICE uchar ff_rounded(int sum)
{
    return (uchar)clamp(sum >> FF_FRACTION_BITS, 0, 255);
}

FF_KERNEL(256)
void resize_rows(FF_GLOBAL const uchar *sources, FF_GLOBAL uchar *narrowed, FF_GLOBAL const ulong *starts,
                 FF_GLOBAL const int *plans, FF_GLOBAL const int *weights)
{
    const uint image = (uint)get_group_id(1);
    FF_GLOBAL const int *plan = plans + (image * FF_PLAN_WORDS);
    const ulong source = starts[image * 2u];
    FF_GLOBAL uchar *destination = narrowed + starts[(image * 2u) + 1u];
    FF_GLOBAL const int *firsts = weights + plan[8];
    const uint width = (uint)plan[3];
    const uint total = width * (uint)plan[1];
    FF_GLOBAL const int *counts = firsts + width;
    const int stride = plan[9];
    for (uint i = (uint)get_global_id(0); i < total; i += (uint)get_global_size(0))
    {
        const uint y = i / width;
        const uint x = i - (y * width);
        const uint column = stride == 0 ? (uint)firsts[0] + x : (uint)firsts[x];
        FF_GLOBAL const uchar *row = sources + (source + ((ulong)(plan[0] + (int)y) * (ulong)plan[2]) + ((ulong)column * 3u));
        FF_GLOBAL uchar *pixel = destination + (i * 3u);
        if (stride == 0)
        {
            pixel[0] = row[0];
            pixel[1] = row[1];
            pixel[2] = row[2];
        }
        else
        {
            FF_GLOBAL const int *taps = counts + width + x;
            int red = FF_ROUNDING;
            int green = FF_ROUNDING;
            int blue = FF_ROUNDING;
            for (int tap = 0; tap < counts[x]; tap++)
            {
                const int weight = taps[tap * stride];
                red += weight * (int)row[tap * 3];
                green += weight * (int)row[(tap * 3) + 1];
                blue += weight * (int)row[(tap * 3) + 2];
            }

            pixel[0] = ff_rounded(red);
            pixel[1] = ff_rounded(green);
            pixel[2] = ff_rounded(blue);
        }
    }
}

FF_KERNEL(256)
void resize_columns(FF_GLOBAL const uchar *narrowed, FF_GLOBAL uchar *pictures, FF_GLOBAL const ulong *starts, uint pictureBytes,
                    FF_GLOBAL const int *plans, FF_GLOBAL const int *weights)
{
    const uint image = (uint)get_group_id(1);
    FF_GLOBAL const int *plan = plans + (image * FF_PLAN_WORDS);
    FF_GLOBAL const uchar *source = narrowed + starts[(image * 2u) + 1u];
    FF_GLOBAL uchar *picture = pictures + ((ulong)image * pictureBytes) + ((uint)plan[6] * (uint)plan[12]) + ((uint)plan[5] * 3u);
    FF_GLOBAL const int *firsts = weights + plan[10];
    const uint rowBytes = (uint)plan[3] * 3u;
    const uint height = (uint)plan[4];
    const int stride = plan[11];
    const int firstRow = plan[0];
    FF_GLOBAL const int *counts = firsts + height;
    for (uint i = (uint)get_global_id(0); i < rowBytes * height; i += (uint)get_global_size(0))
    {
        const uint y = i / rowBytes;
        const uint column = i - (y * rowBytes);
        FF_GLOBAL uchar *target = picture + (y * (uint)plan[12]) + column;
        if (stride == 0)
        {
            *target = source[(y * rowBytes) + column];
        }
        else
        {
            FF_GLOBAL const int *taps = counts + height + y;
            FF_GLOBAL const uchar *samples = source + ((uint)(firsts[y] - firstRow) * rowBytes) + column;
            int sum = FF_ROUNDING;
            for (int tap = 0; tap < counts[y]; tap++)
                sum += taps[tap * stride] * (int)samples[(uint)tap * rowBytes];
            *target = ff_rounded(sum);
        }
    }
}

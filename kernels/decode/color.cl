/* Upsampling of the chroma planes as libjpeg-turbo does it by default ("fancy": three quarters of the nearer sample and one quarter of
   the farther one, or plain repetition) and YCbCr to RGB, a pixel a lane. Only the rows and columns of a window are made.
   An image's plan is 24 words of 64 bits:
     0 first byte of plane 0     1 bytes from row to row of plane 0
     2, 3 the same of plane 1    4, 5 the same of plane 2
     6 sample columns of chroma  7 sample rows of chroma
     8 horizontal factor         9 vertical factor
    10 way: 0 same size, 1 columns filtered, 2 rows filtered, 3 both filtered, 4 repeated
    11 colours: 0 grey, 1 YCbCr, 2 RGB
    12 first column of the window 13 first row 14 columns 15 rows
    16 first byte of the output 17 bytes from row to row of the output; 18 .. 23 unused
   Groups: (any number, images). Traffic: the planes of the window once, 3 bytes a pixel of it. Operations of
   a pixel: 4 multiply-adds, and up to 16 for the two chroma samples. */

#define FF_PLAN_NUMBERS 24u

typedef struct
{
    FF_GLOBAL const uchar *samples;
    ulong stride;
    int columns;
    int rows;
    int across;
    int down;
    int way;
} ff_chroma;

FF_DEVICE int ff_sample(ff_chroma plane, int column, int row)
{
    column = clamp(column, 0, plane.columns - 1);
    row = clamp(row, 0, plane.rows - 1);
    return (int)plane.samples[((ulong)row * plane.stride) + (ulong)column];
}

FF_DEVICE int ff_upsampled(ff_chroma plane, int x, int y)
{
    const int column = x / plane.across;
    const int row = y / plane.down;
    const int besideX = (x & 1) != 0 ? column + 1 : column - 1;
    const int besideY = (y & 1) != 0 ? row + 1 : row - 1;
    if (plane.way == 1)
        return ((3 * ff_sample(plane, column, row)) + ff_sample(plane, besideX, row) + ((x & 1) != 0 ? 2 : 1)) >> 2;
    if (plane.way == 2)
        return ((3 * ff_sample(plane, column, row)) + ff_sample(plane, column, besideY) + ((y & 1) != 0 ? 2 : 1)) >> 2;
    if (plane.way == 3)
    {
        const int near = (3 * ff_sample(plane, column, row)) + ff_sample(plane, column, besideY);
        const int far = (3 * ff_sample(plane, besideX, row)) + ff_sample(plane, besideX, besideY);
        return ((3 * near) + far + ((x & 1) != 0 ? 7 : 8)) >> 4;
    }

    return ff_sample(plane, column, row);
}

FF_KERNEL(256)
void color(FF_GLOBAL const uchar *samples, FF_GLOBAL uchar *pictures, FF_GLOBAL const ulong *plans)
{
    const uint image = (uint)get_group_id(1);
    FF_GLOBAL const ulong *plan = plans + (image * FF_PLAN_NUMBERS);
    const uint columns = (uint)plan[14];
    const uint total = columns * (uint)plan[15];
    ff_chroma blue;
    ff_chroma red;
    blue.samples = samples + plan[2];
    blue.stride = plan[3];
    blue.columns = (int)plan[6];
    blue.rows = (int)plan[7];
    blue.across = (int)plan[8];
    blue.down = (int)plan[9];
    blue.way = (int)plan[10];
    red = blue;
    red.samples = samples + plan[4];
    red.stride = plan[5];
    for (uint i = (uint)get_global_id(0); i < total; i += (uint)get_global_size(0))
    {
        const uint row = i / columns;
        const int x = (int)plan[12] + (int)(i - (row * columns));
        const int y = (int)plan[13] + (int)row;
        FF_GLOBAL uchar *pixel = pictures + plan[16] + ((ulong)row * plan[17]) + ((i - (row * columns)) * 3u);
        const int first = (int)samples[plan[0] + ((ulong)y * plan[1]) + (ulong)x];
        if (plan[11] == 0)
        {
            pixel[0] = (uchar)first;
            pixel[1] = (uchar)first;
            pixel[2] = (uchar)first;
        }
        else if (plan[11] == 2)
        {
            pixel[0] = (uchar)first;
            pixel[1] = (uchar)ff_upsampled(blue, x, y);
            pixel[2] = (uchar)ff_upsampled(red, x, y);
        }
        else
        {
            const int cb = ff_upsampled(blue, x, y) - 128;
            const int cr = ff_upsampled(red, x, y) - 128;
            pixel[0] = (uchar)clamp(first + (((91881 * cr) + 32768) >> 16), 0, 255);
            pixel[1] = (uchar)clamp(first + ((32768 - (22554 * cb) - (46802 * cr)) >> 16), 0, 255);
            pixel[2] = (uchar)clamp(first + (((116130 * cb) + 32768) >> 16), 0, 255);
        }
    }
}

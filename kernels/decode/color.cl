/* Upsampling of the chroma planes as libjpeg-turbo does it by default ("fancy": three quarters of the nearer sample and one quarter of
   the farther one, or plain repetition) and YCbCr to RGB, a pixel a lane, written where it stands in the upright picture. Only the
   rows and columns of a window are made.
   An image's plan is 24 words of 64 bits; places wrap around, for a plane's first sample and the picture's first pixel may lie
   before the buffer when only the window is there:
     0 place of the first sample of plane 0   1 bytes from row to row of plane 0
     2, 3 the same of plane 1    4, 5 the same of plane 2
     6 sample columns of chroma  7 sample rows of chroma
     8 horizontal factor         9 vertical factor
    10 way: 0 same size, 1 columns filtered, 2 rows filtered, 3 both filtered, 4 repeated
    11 colours: 0 grey, 1 YCbCr, 2 RGB
    12 first column of the window, as stored  13 first row  14 columns  15 rows
    16 place in the output of the first pixel as stored
    17 bytes in the output from a stored column to the next  18 from a stored row to the next; both may be negative
    19 not 0 where stored columns become rows; 20 .. 23 unused
   `color` does the images whose rows stay rows, `color_turned` the others: in tiles of 32 x 32 pixels through local memory, so that neighbouring
   lanes read neighbouring samples and write neighbouring pixels. Groups: (any number, images). Traffic: for a pixel 1 luma and up to 2
   chroma samples read, each from memory once, and 3 written. Operations of a pixel: 4 multiply-adds, and up to 16 for the two chroma samples. */

#define FF_PLAN_NUMBERS 24u
#define FF_TILE 32u
#define FF_TILE_STRIDE 33u

typedef struct
{
    FF_GLOBAL const uchar *samples;
    ulong first;
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
    return (int)plane.samples[plane.first + ((ulong)row * plane.stride) + (ulong)column];
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

/* The blue-difference plane for `which` 0, the red-difference plane for 1. */
FF_DEVICE ff_chroma ff_chroma_of(FF_GLOBAL const uchar *samples, FF_GLOBAL const ulong *plan, uint which)
{
    ff_chroma plane;
    plane.samples = samples;
    plane.first = plan[2u + (2u * which)];
    plane.stride = plan[3u + (2u * which)];
    plane.columns = (int)plan[6];
    plane.rows = (int)plan[7];
    plane.across = (int)plan[8];
    plane.down = (int)plan[9];
    plane.way = (int)plan[10];
    return plane;
}

/* The pixel at a place of the picture as stored: red | green << 8 | blue << 16. */
FF_DEVICE uint ff_pixel(FF_GLOBAL const uchar *samples, FF_GLOBAL const ulong *plan, ff_chroma blue, ff_chroma red, int x, int y)
{
    const int first = (int)samples[plan[0] + ((ulong)y * plan[1]) + (ulong)x];
    if (plan[11] == 0)
        return (uint)first * 0x010101u;
    const int second = ff_upsampled(blue, x, y);
    const int third = ff_upsampled(red, x, y);
    if (plan[11] == 2)
        return (uint)first | ((uint)second << 8) | ((uint)third << 16);
    const int cb = second - 128;
    const int cr = third - 128;
    return (uint)clamp(first + (((91881 * cr) + 32768) >> 16), 0, 255)
         | ((uint)clamp(first + ((32768 - (22554 * cb) - (46802 * cr)) >> 16), 0, 255) << 8)
         | ((uint)clamp(first + (((116130 * cb) + 32768) >> 16), 0, 255) << 16);
}

FF_DEVICE void ff_store(FF_GLOBAL uchar *pictures, FF_GLOBAL const ulong *plan, int x, int y, uint pixel)
{
    const ulong place = plan[16] + ((ulong)x * plan[17]) + ((ulong)y * plan[18]);
    pictures[place] = (uchar)pixel;
    pictures[place + 1u] = (uchar)(pixel >> 8);
    pictures[place + 2u] = (uchar)(pixel >> 16);
}

FF_KERNEL(256)
void color(FF_GLOBAL const uchar *samples, FF_GLOBAL uchar *pictures, FF_GLOBAL const ulong *plans)
{
    const uint image = (uint)get_group_id(1);
    FF_GLOBAL const ulong *plan = plans + (image * FF_PLAN_NUMBERS);
    const uint columns = (uint)plan[14];
    const uint total = plan[19] == 0 ? columns * (uint)plan[15] : 0u;
    const ff_chroma blue = ff_chroma_of(samples, plan, 0u);
    const ff_chroma red = ff_chroma_of(samples, plan, 1u);
    for (uint i = (uint)get_global_id(0); i < total; i += (uint)get_global_size(0))
    {
        const uint row = i / columns;
        const int x = (int)plan[12] + (int)(i - (row * columns));
        const int y = (int)plan[13] + (int)row;
        ff_store(pictures, plan, x, y, ff_pixel(samples, plan, blue, red, x, y));
    }
}

FF_KERNEL(256)
void color_turned(FF_GLOBAL const uchar *samples, FF_GLOBAL uchar *pictures, FF_GLOBAL const ulong *plans)
{
    FF_LOCAL_ARRAY(uint, tile, FF_TILE * FF_TILE_STRIDE);
    const uint image = (uint)get_group_id(1);
    FF_GLOBAL const ulong *plan = plans + (image * FF_PLAN_NUMBERS);
    const uint columns = (uint)plan[14];
    const uint rows = (uint)plan[15];
    const uint across = (columns + FF_TILE - 1u) / FF_TILE;
    const uint tiles = plan[19] != 0 ? across * ((rows + FF_TILE - 1u) / FF_TILE) : 0u;
    const ff_chroma blue = ff_chroma_of(samples, plan, 0u);
    const ff_chroma red = ff_chroma_of(samples, plan, 1u);
    for (uint number = (uint)get_group_id(0); number < tiles; number += (uint)get_num_groups(0))
    {
        const uint firstRow = (number / across) * FF_TILE;
        const uint firstColumn = (number % across) * FF_TILE;
        const uint tileColumns = min(FF_TILE, columns - firstColumn);
        const uint tileRows = min(FF_TILE, rows - firstRow);
        const int x = (int)((uint)plan[12] + firstColumn);
        const int y = (int)((uint)plan[13] + firstRow);
        for (uint i = (uint)get_local_id(0); i < FF_TILE * FF_TILE; i += (uint)get_local_size(0))
        {
            const uint column = i % FF_TILE;
            const uint row = i / FF_TILE;
            if (column < tileColumns && row < tileRows)
                tile[(row * FF_TILE_STRIDE) + column] = ff_pixel(samples, plan, blue, red, x + (int)column, y + (int)row);
        }

        FF_BARRIER();
        for (uint i = (uint)get_local_id(0); i < FF_TILE * FF_TILE; i += (uint)get_local_size(0))
        {
            const uint column = i / FF_TILE;
            const uint row = i % FF_TILE;
            if (column < tileColumns && row < tileRows)
                ff_store(pictures, plan, x + (int)column, y + (int)row, tile[(row * FF_TILE_STRIDE) + column]);
        }

        FF_BARRIER();
    }
}

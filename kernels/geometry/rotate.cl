/* Operation `rotate`: each pixel of the pictures that are due from its place in a copy, bilinear with weights of 11 bits.
   `first` is the place of the first image's map. A map is 6 numbers of 64 bits: xx, xy, yx, yy in 16.16; 1 when due, else 0;
   the fill as red | green << 8 | blue << 16, or -1 to repeat the edge. The kernel is not named as the operation, for OpenCL has a function `rotate`.
   Groups: (any number, images). Traffic: 4 bytes per byte of picture with the copy. Operations of a byte: 6 multiply-adds
   and a third of the pixel's place. */

#define FF_WEIGHT_BITS 11
#define FF_WEIGHT_ONE (1 << FF_WEIGHT_BITS)

FF_DEVICE uint ff_held(long value, uint size)
{
    return value < 0 ? 0u : value >= (long)size ? size - 1u : (uint)value;
}

FF_DEVICE int ff_outside(long position, uint size)
{
    return position < -0x8000 || position >= ((long)size << 16) - 0x8000;
}

FF_KERNEL(256)
void rotate_copy(FF_GLOBAL const uint *pictures, FF_GLOBAL uint *copies, FF_GLOBAL const long *maps, uint first, uint pictureWords)
{
    const uint image = (uint)get_group_id(1);
    if (maps[first + (image * 6u) + 4u] != 0)
    {
        FF_GLOBAL const uint *source = pictures + ((ulong)image * pictureWords);
        FF_GLOBAL uint *destination = copies + ((ulong)image * pictureWords);
        for (uint i = (uint)get_global_id(0); i < pictureWords; i += (uint)get_global_size(0))
            destination[i] = source[i];
    }
}

FF_KERNEL(256)
void rotate_pixels(FF_GLOBAL const uchar *copies, FF_GLOBAL uchar *pictures, FF_GLOBAL const long *maps, uint first, uint pictureBytes,
                   uint width, uint height)
{
    const uint image = (uint)get_group_id(1);
    FF_GLOBAL const long *map = maps + first + (image * 6u);
    if (map[4] != 0)
    {
        FF_GLOBAL const uchar *source = copies + ((ulong)image * pictureBytes);
        FF_GLOBAL uchar *picture = pictures + ((ulong)image * pictureBytes);
        const long firstU = 1 - (long)width;
        for (uint i = (uint)get_global_id(0); i < width * height; i += (uint)get_global_size(0))
        {
            const uint row = i / width;
            const uint column = i - (row * width);
            const long v = (2 * (long)row) + 1 - (long)height;
            const long x = (((map[0] * firstU) + (map[1] * v)) >> 1) + (((long)width - 1) << 15) + (map[0] * (long)column);
            const long y = (((map[2] * firstU) + (map[3] * v)) >> 1) + (((long)height - 1) << 15) + (map[2] * (long)column);
            FF_GLOBAL uchar *pixel = picture + (i * 3u);
            if (map[5] >= 0 && (ff_outside(x, width) || ff_outside(y, height)))
            {
                pixel[0] = (uchar)map[5];
                pixel[1] = (uchar)(map[5] >> 8);
                pixel[2] = (uchar)(map[5] >> 16);
            }
            else
            {
                const uint left = ff_held(x >> 16, width) * 3u;
                const uint right = ff_held((x >> 16) + 1, width) * 3u;
                FF_GLOBAL const uchar *upper = source + (ff_held(y >> 16, height) * width * 3u);
                FF_GLOBAL const uchar *lower = source + (ff_held((y >> 16) + 1, height) * width * 3u);
                const int weightX = (int)(x >> (16 - FF_WEIGHT_BITS)) & (FF_WEIGHT_ONE - 1);
                const int weightY = (int)(y >> (16 - FF_WEIGHT_BITS)) & (FF_WEIGHT_ONE - 1);
                for (uint channel = 0; channel < 3u; channel++)
                {
                    const int top = ((int)upper[left + channel] * (FF_WEIGHT_ONE - weightX)) + ((int)upper[right + channel] * weightX);
                    const int bottom = ((int)lower[left + channel] * (FF_WEIGHT_ONE - weightX)) + ((int)lower[right + channel] * weightX);
                    pixel[channel] = (uchar)(((top * (FF_WEIGHT_ONE - weightY)) + (bottom * weightY) + (1 << 21)) >> 22);
                }
            }
        }
    }
}

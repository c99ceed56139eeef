/* Operation `motionBlur`: weighted neighbours along a line, from a copy of the picture. Edge pixels are repeated beyond the picture.
   Parameters of an image at its place: number of taps n, then n times column, row and weight of 8 fraction bits; weights sum to 256.
   `places` is as in pointwise.h.
   Traffic: 4 bytes per byte of picture with the copy. Operations of a byte: n multiply-adds, and the place of each tap. Groups: (any number, images). */

FF_KERNEL(256)
void motionBlur_copy(FF_GLOBAL const uint *pictures, FF_GLOBAL uint *copies, FF_GLOBAL const int *parameters, uint places, uint pictureWords)
{
    const uint image = (uint)get_group_id(1);
    if (parameters[places + image] >= 0)
    {
        FF_GLOBAL const uint *source = pictures + ((ulong)image * pictureWords);
        FF_GLOBAL uint *destination = copies + ((ulong)image * pictureWords);
        for (uint i = (uint)get_global_id(0); i < pictureWords; i += (uint)get_global_size(0))
            destination[i] = source[i];
    }
}

FF_KERNEL(256)
void motionBlur(FF_GLOBAL const uchar *copies, FF_GLOBAL uchar *pictures, FF_GLOBAL const int *parameters, uint places,
                uint pictureBytes, uint width, uint height)
{
    const uint image = (uint)get_group_id(1);
    const int place = parameters[places + image];
    if (place >= 0)
    {
        FF_GLOBAL const int *taps = parameters + place + 1;
        const int count = parameters[place];
        FF_GLOBAL const uchar *source = copies + ((ulong)image * pictureBytes);
        FF_GLOBAL uchar *destination = pictures + ((ulong)image * pictureBytes);
        const uint rowBytes = width * 3u;
        for (uint i = (uint)get_global_id(0); i < rowBytes * height; i += (uint)get_global_size(0))
        {
            const int y = (int)(i / rowBytes);
            const int x = (int)((i - ((uint)y * rowBytes)) / 3u);
            const uint channel = (i - ((uint)y * rowBytes)) - ((uint)x * 3u);
            int sum = 128;
            for (int tap = 0; tap < count; tap++)
            {
                const uint row = (uint)clamp(y + taps[(tap * 3) + 1], 0, (int)height - 1);
                const uint column = (uint)clamp(x + taps[tap * 3], 0, (int)width - 1);
                sum += taps[(tap * 3) + 2] * (int)source[(row * rowBytes) + (column * 3u) + channel];
            }

            destination[i] = (uchar)(sum >> 8);
        }
    }
}

/* Operation `flip`: mirrors the pictures that are due left to right, in place: each lane exchanges two pixels of a row.
   `first` is the place of the first image's word, not 0 when due. Groups: (any number, images). Traffic: 2 bytes per byte of picture. */

FF_KERNEL(256)
void flip(FF_GLOBAL uchar *pictures, FF_GLOBAL const int *due, uint first, uint pictureBytes, uint width, uint height)
{
    const uint image = (uint)get_group_id(1);
    if (due[first + image] != 0)
    {
        const uint middle = width / 2u;
        FF_GLOBAL uchar *picture = pictures + ((ulong)image * pictureBytes);
        for (uint i = (uint)get_global_id(0); i < middle * height; i += (uint)get_global_size(0))
        {
            const uint y = i / middle;
            const uint x = i - (y * middle);
            FF_GLOBAL uchar *left = picture + (((y * width) + x) * 3u);
            FF_GLOBAL uchar *right = picture + (((y * width) + (width - 1u - x)) * 3u);
            for (int channel = 0; channel < 3; channel++)
            {
                const uchar level = left[channel];
                left[channel] = right[channel];
                right[channel] = level;
            }
        }
    }
}

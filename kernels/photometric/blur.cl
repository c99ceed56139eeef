/* Operation `blur`: rows first, into other memory, then columns back into the pictures; each rounded to 8 bits. Edge pixels are
   repeated beyond the picture. Parameters of an image at its place: radius r, then 2 r + 1 taps of 8 fraction bits that sum to 256.
   `places` is as in pointwise.h.
   Traffic: 4 bytes per byte of picture; the taps' neighbours come from the cache. Operations of a byte: 2 (2 r + 1) multiply-adds. Groups: (any number, images). */

FF_KERNEL(256)
void blur_rows(FF_GLOBAL const uchar *pictures, FF_GLOBAL uchar *narrowed, FF_GLOBAL const int *parameters, uint places,
               uint pictureBytes, uint width, uint height)
{
    const uint image = (uint)get_group_id(1);
    const int place = parameters[places + image];
    if (place >= 0)
    {
        FF_GLOBAL const int *taps = parameters + place + 1;
        const int radius = parameters[place];
        FF_GLOBAL const uchar *source = pictures + ((ulong)image * pictureBytes);
        FF_GLOBAL uchar *destination = narrowed + ((ulong)image * pictureBytes);
        const uint rowBytes = width * 3u;
        for (uint i = (uint)get_global_id(0); i < rowBytes * height; i += (uint)get_global_size(0))
        {
            const uint y = i / rowBytes;
            const int x = (int)((i - (y * rowBytes)) / 3u);
            const uint channel = (i - (y * rowBytes)) - ((uint)x * 3u);
            FF_GLOBAL const uchar *row = source + (y * rowBytes) + channel;
            int sum = 128;
            for (int tap = -radius; tap <= radius; tap++)
                sum += taps[tap + radius] * (int)row[clamp(x + tap, 0, (int)width - 1) * 3];
            destination[i] = (uchar)(sum >> 8);
        }
    }
}

FF_KERNEL(256)
void blur_columns(FF_GLOBAL const uchar *narrowed, FF_GLOBAL uchar *pictures, FF_GLOBAL const int *parameters, uint places,
                  uint pictureBytes, uint width, uint height)
{
    const uint image = (uint)get_group_id(1);
    const int place = parameters[places + image];
    if (place >= 0)
    {
        FF_GLOBAL const int *taps = parameters + place + 1;
        const int radius = parameters[place];
        FF_GLOBAL const uchar *source = narrowed + ((ulong)image * pictureBytes);
        FF_GLOBAL uchar *destination = pictures + ((ulong)image * pictureBytes);
        const uint rowBytes = width * 3u;
        for (uint i = (uint)get_global_id(0); i < rowBytes * height; i += (uint)get_global_size(0))
        {
            const int y = (int)(i / rowBytes);
            FF_GLOBAL const uchar *column = source + (i - ((uint)y * rowBytes));
            int sum = 128;
            for (int tap = -radius; tap <= radius; tap++)
                sum += taps[tap + radius] * (int)column[(uint)clamp(y + tap, 0, (int)height - 1) * rowBytes];
            destination[i] = (uchar)(sum >> 8);
        }
    }
}

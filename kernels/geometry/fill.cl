/* Paints what lies between two nested rectangles of a picture in one colour: the rest of the window of `expand`, the bars of
   `letterbox`. `first` is the place of the first image's frame. A frame is 9 words: outer x, y, end x, end y; inner x, y,
   end x, end y; colour as red | green << 8 | blue << 16. Groups: (any number, images). Traffic: 3 bytes a pixel painted. */

FF_KERNEL(256)
void fill(FF_GLOBAL uchar *pictures, FF_GLOBAL const int *frames, uint first, uint pictureBytes, uint width)
{
    const uint image = (uint)get_group_id(1);
    FF_GLOBAL const int *frame = frames + first + (image * 9u);
    FF_GLOBAL uchar *picture = pictures + ((ulong)image * pictureBytes);
    const uint frameWidth = (uint)(frame[2] - frame[0]);
    const uint total = frameWidth * (uint)(frame[3] - frame[1]);
    for (uint i = (uint)get_global_id(0); i < total; i += (uint)get_global_size(0))
    {
        const int y = frame[1] + (int)(i / frameWidth);
        const int x = frame[0] + (int)(i % frameWidth);
        if (x < frame[4] || x >= frame[6] || y < frame[5] || y >= frame[7])
        {
            FF_GLOBAL uchar *pixel = picture + ((((uint)y * width) + (uint)x) * 3u);
            pixel[0] = (uchar)frame[8];
            pixel[1] = (uchar)(frame[8] >> 8);
            pixel[2] = (uchar)(frame[8] >> 16);
        }
    }
}

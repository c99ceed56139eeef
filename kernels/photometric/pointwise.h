/* What the point-wise photometric operations share: each pixel of the result depends on that pixel of the source alone. A lane
   takes four neighbouring pixels, 12 bytes, as three words, so that memory is read and written in whole words. Pictures of a batch
   lie `pictureWords` words apart, at least 3 * ceil(pixels / 4); what lies beyond the last pixel is undefined before and after.
   `parameters` holds the words of the whole batch. The word at `places` plus the number of the image is the place of that image's
   parameters in it; on an image whose place is negative the operation is not due, and it keeps its bits.
   Traffic: 2 bytes per byte of picture, the parameters from the cache. Operations of a byte: 4 for a table, 7 for a matrix, 12 for
   backlight and shadows, 60 for noise, of which 50 are Philox. */

#ifndef FF_POINTWISE_H
#define FF_POINTWISE_H

typedef struct
{
    int red;
    int green;
    int blue;
} ff_pixel;

/* Where a pixel lies. */
typedef struct
{
    uint x;
    uint y;
} ff_place;

FF_DEVICE ff_pixel ff_make_pixel(uint red, uint green, uint blue)
{
    ff_pixel pixel;
    pixel.red = (int)(red & 255u);
    pixel.green = (int)(green & 255u);
    pixel.blue = (int)(blue & 255u);
    return pixel;
}

/* Entry of a table of 256 levels, packed four to a word, lowest byte first. */
FF_DEVICE int ff_level(FF_GLOBAL const int *table, int level)
{
    return (int)(((uint)table[level >> 2] >> ((level & 3) * 8)) & 255u);
}

FF_DEVICE int ff_blend(int outside, int inside, int weight)
{
    return ((outside * (256 - weight)) + (inside * weight) + 128) >> 8;
}

FF_DEVICE ff_place ff_place_of(uint pixel, uint width)
{
    ff_place place;
    place.y = pixel / width;
    place.x = pixel - (place.y * width);
    return place;
}

/* Four pixels from three words and back. */
FF_DEVICE void ff_unpack(uint word0, uint word1, uint word2, ff_pixel *pixels)
{
    pixels[0] = ff_make_pixel(word0, word0 >> 8, word0 >> 16);
    pixels[1] = ff_make_pixel(word0 >> 24, word1, word1 >> 8);
    pixels[2] = ff_make_pixel(word1 >> 16, word1 >> 24, word2);
    pixels[3] = ff_make_pixel(word2 >> 8, word2 >> 16, word2 >> 24);
}

FF_DEVICE void ff_pack(const ff_pixel *pixels, FF_GLOBAL uint *words)
{
    words[0] = (uint)pixels[0].red | ((uint)pixels[0].green << 8) | ((uint)pixels[0].blue << 16) | ((uint)pixels[1].red << 24);
    words[1] = (uint)pixels[1].green | ((uint)pixels[1].blue << 8) | ((uint)pixels[2].red << 16) | ((uint)pixels[2].green << 24);
    words[2] = (uint)pixels[2].blue | ((uint)pixels[3].red << 8) | ((uint)pixels[3].green << 16) | ((uint)pixels[3].blue << 24);
}

/* A kernel of one operation. `apply(pixels, firstPixel, width, parameters)` changes four pixels. Groups: (any number, images). */
#define FF_POINTWISE_KERNEL(name, apply)                                                                                     \
    FF_KERNEL(256)                                                                                                           \
    void name(FF_GLOBAL uint *pictures, FF_GLOBAL const int *parameters, uint places, uint pictureWords, uint width,         \
              uint height)                                                                                                    \
    {                                                                                                                        \
        const uint image = (uint)get_group_id(1);                                                                            \
        const int place = parameters[places + image];                                                                        \
        const uint quads = ((width * height) + 3u) / 4u;                                                                     \
        FF_GLOBAL uint *picture = pictures + ((ulong)image * pictureWords);                                                  \
        ff_pixel pixels[4];                                                                                                  \
        if (place >= 0)                                                                                                      \
        {                                                                                                                    \
            for (uint quad = (uint)get_global_id(0); quad < quads; quad += (uint)get_global_size(0))                         \
            {                                                                                                                \
                FF_GLOBAL uint *words = picture + (quad * 3u);                                                               \
                ff_unpack(words[0], words[1], words[2], pixels);                                                             \
                apply(pixels, quad * 4u, width, parameters + place);                                                         \
                ff_pack(pixels, words);                                                                                      \
            }                                                                                                                \
        }                                                                                                                    \
    }

#endif

/* A table from level to level, the same for all three components. Parameters: 64 words, four levels to a word. */

#ifndef FF_TONE_TABLE_H
#define FF_TONE_TABLE_H

#define FF_TONE_TABLE_WORDS 64

FF_DEVICE ff_pixel ff_tone(ff_pixel pixel, FF_GLOBAL const int *table)
{
    pixel.red = ff_level(table, pixel.red);
    pixel.green = ff_level(table, pixel.green);
    pixel.blue = ff_level(table, pixel.blue);
    return pixel;
}

FF_DEVICE void ff_tone_table(ff_pixel *pixels, uint firstPixel, uint width, FF_GLOBAL const int *parameters)
{
    (void)firstPixel;
    (void)width;
    for (int i = 0; i < 4; i++)
        pixels[i] = ff_tone(pixels[i], parameters);
}

#endif

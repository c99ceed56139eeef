/* A 3 x 3 matrix of 12 fraction bits on (red, green, blue). Parameters: its 9 entries, row by row. */

#ifndef FF_COLOR_MATRIX_H
#define FF_COLOR_MATRIX_H

#define FF_COLOR_MATRIX_WORDS 9

FF_DEVICE int ff_matrix_row(ff_pixel pixel, FF_GLOBAL const int *row)
{
    return clamp(((row[0] * pixel.red) + (row[1] * pixel.green) + (row[2] * pixel.blue) + 2048) >> 12, 0, 255);
}

FF_DEVICE void ff_color_matrix(ff_pixel *pixels, uint firstPixel, uint width, FF_GLOBAL const int *parameters)
{
    (void)firstPixel;
    (void)width;
    for (int i = 0; i < 4; i++)
    {
        const ff_pixel pixel = pixels[i];
        pixels[i].red = ff_matrix_row(pixel, parameters);
        pixels[i].green = ff_matrix_row(pixel, parameters + 3);
        pixels[i].blue = ff_matrix_row(pixel, parameters + 6);
    }
}

#endif

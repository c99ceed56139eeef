/* Subject against the light. Parameters: tables of 64 words each for the dark subject, the highlight on top of it and the bright
   surroundings; then the column falloff, 0 to 128, a word per column; then the row falloff, 0 to 256, a word per row,
   and three words more, for the last four pixels may reach up to three rows beyond the picture. */

#ifndef FF_BACKLIGHT_H
#define FF_BACKLIGHT_H

FF_DEVICE int ff_backlit(int level, int lift, int weight, FF_GLOBAL const int *tables)
{
    const int dark = ff_level(tables, level) + lift;
    return ff_blend(ff_level(tables + 128, level), dark > 255 ? 255 : dark, weight);
}

FF_DEVICE void ff_backlight(ff_pixel *pixels, uint firstPixel, uint width, FF_GLOBAL const int *parameters)
{
    FF_GLOBAL const int *columns = parameters + 192;
    FF_GLOBAL const int *rows = columns + width;
    ff_place place = ff_place_of(firstPixel, width);
    for (int i = 0; i < 4; i++)
    {
        const ff_pixel pixel = pixels[i];
        const int lowest = pixel.red < pixel.green ? (pixel.red < pixel.blue ? pixel.red : pixel.blue)
                                                   : (pixel.green < pixel.blue ? pixel.green : pixel.blue);
        const int lift = ff_level(parameters + 64, lowest);
        const int weight = (columns[place.x] * rows[place.y]) >> 7;
        pixels[i].red = ff_backlit(pixel.red, lift, weight, parameters);
        pixels[i].green = ff_backlit(pixel.green, lift, weight, parameters);
        pixels[i].blue = ff_backlit(pixel.blue, lift, weight, parameters);
        place.x++;
        if (place.x == width)
        {
            place.x = 0;
            place.y++;
        }
    }
}

#endif

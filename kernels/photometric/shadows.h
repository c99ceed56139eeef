/* A hard shadow with a penumbra. Parameters: the tone within the shadow, 64 words; then normalX, normalY, start, penumbra and
   reciprocal of its edge. */

#ifndef FF_SHADOWS_H
#define FF_SHADOWS_H

FF_DEVICE int ff_shadow_weight(ff_place place, FF_GLOBAL const int *edge)
{
    int depth = (edge[2] - (edge[0] * (int)((2u * place.x) + 1u)) - (edge[1] * (int)((2u * place.y) + 1u))) >> 5;
    depth = clamp(depth, 0, edge[3]);
    const int weight = (depth * edge[4]) >> 16;
    return weight > 256 ? 256 : weight;
}

FF_DEVICE void ff_shadows(ff_pixel *pixels, uint firstPixel, uint width, FF_GLOBAL const int *parameters)
{
    ff_place place = ff_place_of(firstPixel, width);
    for (int i = 0; i < 4; i++)
    {
        const ff_pixel pixel = pixels[i];
        const int weight = ff_shadow_weight(place, parameters + 64);
        pixels[i].red = ff_blend(pixel.red, ff_level(parameters, pixel.red), weight);
        pixels[i].green = ff_blend(pixel.green, ff_level(parameters, pixel.green), weight);
        pixels[i].blue = ff_blend(pixel.blue, ff_level(parameters, pixel.blue), weight);
        place.x++;
        if (place.x == width)
        {
            place.x = 0;
            place.y++;
        }
    }
}

#endif

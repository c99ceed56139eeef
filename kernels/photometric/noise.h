/* Sensor noise. Parameters: the deviation of each level, 64 words; then scale, the two words of the Philox key and the first three
   of its counter. Component i of the picture takes word i mod 4 of draw 4096 + i / 4: four pixels take three whole draws.
   Philox4x32-10: Salmon et al., Parallel random numbers: as easy as 1, 2, 3, 2011. */

#ifndef FF_NOISE_H
#define FF_NOISE_H

FF_DEVICE uint ff_multiply_high(uint first, uint second)
{
    return (uint)(((ulong)first * (ulong)second) >> 32);
}

FF_DEVICE void ff_philox(uint draw, FF_GLOBAL const int *stream, uint *words)
{
    uint key0 = (uint)stream[0];
    uint key1 = (uint)stream[1];
    uint c0 = (uint)stream[2];
    uint c1 = (uint)stream[3];
    uint c2 = (uint)stream[4];
    uint c3 = draw;
    for (int round = 0; round < 10; round++)
    {
        const uint high0 = ff_multiply_high(0xD2511F53u, c0);
        const uint low0 = 0xD2511F53u * c0;
        const uint high1 = ff_multiply_high(0xCD9E8D57u, c2);
        const uint low1 = 0xCD9E8D57u * c2;
        c0 = high1 ^ c1 ^ key0;
        c1 = low1;
        c2 = high0 ^ c3 ^ key1;
        c3 = low0;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }

    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
}

FF_DEVICE int ff_noisy(int level, uint word, FF_GLOBAL const int *parameters)
{
    const int gaussian = (int)((word & 255u) + ((word >> 8) & 255u) + ((word >> 16) & 255u) + (word >> 24)) - 510;
    const int noise = ((gaussian * ff_level(parameters, level) * parameters[64]) + (1 << 21)) >> 22;
    return clamp(level + noise, 0, 255);
}

FF_DEVICE void ff_noise(ff_pixel *pixels, uint firstPixel, uint width, FF_GLOBAL const int *parameters)
{
    uint words[12];
    const uint draw = 4096u + ((firstPixel / 4u) * 3u);
    (void)width;
    for (uint i = 0; i < 3u; i++)
        ff_philox(draw + i, parameters + 65, words + (i * 4u));
    for (int i = 0; i < 4; i++)
    {
        pixels[i].red = ff_noisy(pixels[i].red, words[i * 3], parameters);
        pixels[i].green = ff_noisy(pixels[i].green, words[(i * 3) + 1], parameters);
        pixels[i].blue = ff_noisy(pixels[i].blue, words[(i * 3) + 2], parameters);
    }
}

#endif

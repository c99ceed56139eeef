/* Dequantisation and the inverse DCTs of libjpeg-turbo that make a block smaller (its jidctred): 4 x 4, 2 x 2 or 1 x 1 samples, with the
   16-bit wrap-around, the saturation and the shortcut of its vector code, so that any coefficients give its bits.
   Coefficients, planes, blocks and groups are those of `inverseTransform`, but for two numbers of a plane: samples of a block's side are
   4, 2 or 1, and for 1 there is only one coefficient a block, its mean.
   Eight lanes per block: a column each, then a row each as long as there are rows. For 4 x 4 the rows and columns 1, 2, 3, 5, 6, 7 count, for
   2 x 2 the odd ones. Groups: (ceil(blocks / 32), 1). Traffic: 9, 33 or 3 bytes of a sample. Operations of a sample: about 28, 60 or 4. */

#include "blocks.h"

#define FF_BUSY 0x10000
#define FF_ROW_STRIDE 9
#define FF_BLOCK_STRIDE 36

/* Eight values in, four out before rounding; sums wrap around as those of vectors do. */
FF_DEVICE void ff_four(const int *v, uint *sums)
{
    const uint even = (uint)v[0] << 14;
    const uint turned = (uint)(v[2] * 15137) - (uint)(v[6] * 6270);
    const uint odd0 = (uint)(v[1] * 8697) - (uint)(v[3] * 17799) + (uint)(v[5] * 11893) - (uint)(v[7] * 1730);
    const uint odd2 = (uint)(v[1] * 20995) + (uint)(v[3] * 7373) - (uint)(v[5] * 4926) - (uint)(v[7] * 4176);
    sums[0] = even + turned + odd2;
    sums[3] = even + turned - odd2;
    sums[1] = even - turned + odd0;
    sums[2] = even - turned - odd0;
}

/* The same for two out. */
FF_DEVICE void ff_two(const int *v, uint *sums)
{
    const uint even = (uint)v[0] << 15;
    const uint odd = (uint)(v[1] * 29692) - (uint)(v[3] * 10426) + (uint)(v[5] * 6967) - (uint)(v[7] * 5906);
    sums[0] = even + odd;
    sums[1] = even - odd;
}

FF_DEVICE int ff_descaled(uint sum, int shift)
{
    return (int)(sum + (1u << (shift - 1))) >> shift;
}

FF_DEVICE int ff_saturated(int value)
{
    return clamp(value, -32768, 32767);
}

FF_DEVICE uchar ff_level(int value)
{
    return (uchar)(clamp(value, -128, 127) + 128);
}

/* Makes the four values of a column, the last two 0 for 2 x 2; those of its column 0 stay wider than 16 bits. Gives the column as the shortcut of 4 x 4 makes it,
   or FF_BUSY when it holds more than a mean. */
FF_DEVICE int ff_column(FF_GLOBAL const short *coefficients, FF_GLOBAL const int *quantizer, uint side, uint column, int *values)
{
    int v[8];
    uint sums[4];
    int busy = 0;
    for (int row = 0; row < 8; row++)
    {
        const int value = row == 4 ? 0 : (int)coefficients[row * 8];
        busy |= row > 0 && value != 0;
        v[row] = ff_short(value * quantizer[row * 8]);
    }

    if (side == 4u)
    {
        ff_four(v, sums);
        for (int row = 0; row < 4; row++)
            values[row] = ff_saturated(ff_descaled(sums[row], 12));
    }
    else
    {
        ff_two(v, sums);
        values[2] = 0;
        values[3] = 0;
        for (int row = 0; row < 2; row++)
        {
            values[row] = ff_descaled(sums[row], 13);
            if (column > 0u)
                values[row] = ff_saturated(values[row]);
        }
    }

    return busy ? FF_BUSY : ff_short((int)((uint)v[0] << 2));
}

/* One sample of a whole block; its table of 1,024 entries wraps around. */
FF_DEVICE uchar ff_mean(int coefficient, int quantizer)
{
    const int mean = ((coefficient * quantizer) + 4) >> 3;
    return (uchar)clamp((((mean + 512) & 1023) - 512) + 128, 0, 255);
}

FF_KERNEL(256)
void scaledTransform(FF_GLOBAL const short *coefficients, FF_GLOBAL uchar *samples, FF_GLOBAL const ulong *planes,
                     FF_GLOBAL const uint *firstBlocks, uint planeCount, FF_GLOBAL const int *quantizers)
{
    FF_LOCAL_ARRAY(int, blocks, FF_BLOCKS_PER_GROUP * FF_BLOCK_STRIDE);
    FF_LOCAL_ARRAY(int, flat, FF_BLOCKS_PER_GROUP * 8);
    const uint lane = (uint)get_local_id(0);
    const uint line = lane & 7u;
    const uint block = ((uint)get_group_id(0) * FF_BLOCKS_PER_GROUP) + (lane / 8u);
    const uint isThere = block < firstBlocks[planeCount] ? 1u : 0u;
    const uint number = isThere != 0u ? ff_plane_of(firstBlocks, planeCount, block) : 0u;
    FF_GLOBAL const ulong *plane = planes + (number * FF_PLANE_NUMBERS);
    const uint within = block - firstBlocks[number];
    const uint side = (uint)plane[5];
    int values[8];
    uint sums[4];

    if (isThere != 0u && side > 1u)
    {
        FF_GLOBAL const short *first = coefficients + plane[0] + ((ulong)within * 64u) + line;
        flat[lane] = ff_column(first, quantizers + plane[4] + line, side, line, values);
        for (uint row = 0; row < 4u; row++)
            blocks[((lane / 8u) * FF_BLOCK_STRIDE) + (row * FF_ROW_STRIDE) + line] = values[row];
    }

    FF_BARRIER();
    if (isThere != 0u && line < side)
    {
        const uint blockRow = within / (uint)plane[2];
        FF_GLOBAL uchar *row = samples + plane[1] + (((ulong)(blockRow * side) + line) * plane[3])
                               + ((within - (blockRow * (uint)plane[2])) * side);
        const uint place = ((lane / 8u) * FF_BLOCK_STRIDE) + (line * FF_ROW_STRIDE);
        if (side == 1u)
        {
            row[0] = ff_mean((int)coefficients[plane[0] + within], quantizers[plane[4]]);
        }
        else
        {
            int isBusy = 0;
            for (uint column = 0; column < 8u; column++)
            {
                values[column] = blocks[place + column];
                isBusy |= flat[(lane & ~7u) + column] == FF_BUSY;
            }

            if (side == 4u)
            {
                if (!isBusy)
                {
                    for (uint column = 0; column < 8u; column++)
                        values[column] = flat[(lane & ~7u) + column];
                }

                ff_four(values, sums);
                for (int column = 0; column < 4; column++)
                    row[column] = ff_level(ff_descaled(sums[column], 19));
            }
            else
            {
                ff_two(values, sums);
                for (int column = 0; column < 2; column++)
                    row[column] = ff_level(ff_descaled(sums[column], 20));
            }
        }
    }
}

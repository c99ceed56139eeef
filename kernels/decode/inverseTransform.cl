/* Dequantisation and the accurate integer inverse DCT of libjpeg-turbo ("islow": Loeffler, Ligtenberg and Moschytz, 1989, 13 fraction
   bits), with the 16-bit wrap-around and the shortcuts of its vector code, so that any coefficients give its bits.
   Coefficients: int16 [block][64] in rows and columns. Eight lanes per block, a column and then a row each; the block crosses over in
   local memory with a row stride of 9, which keeps the eight lanes in different banks. 32 blocks per group.
   Planes of the batch: `planes[p]` in words of 64 bits is 6 numbers: first coefficient, first byte of the samples, blocks per row,
   bytes from row to row, first word of the quantiser (64 words), samples of a block's side (8 here). Only the blocks that a window is made
   of are there. `firstBlocks[p]` is the number of the plane's first block in the batch; one number more ends the list.
   Groups: (ceil(blocks / 32), 1). Traffic: for a block 128 bytes of coefficients read and 64 of samples written, 3 a sample. Operations of a
   sample: about 19. */

#include "blocks.h"

#define FF_ROW_STRIDE 9
#define FF_BLOCK_STRIDE 72

/* Eight values in, eight out; all within 16 bits. */
FF_DEVICE void ff_transform(int *v, int shift)
{
    const int rounding = 1 << (shift - 1);
    const int even0 = (int)((uint)ff_short(v[0] + v[4]) << 13) + rounding;
    const int even1 = (int)((uint)ff_short(v[0] - v[4]) << 13) + rounding;
    const int turned2 = (v[2] * 4433) + (v[6] * (4433 - 15137));
    const int turned3 = (v[2] * (4433 + 6270)) + (v[6] * 4433);
    const int sum37 = ff_short(v[3] + v[7]);
    const int sum15 = ff_short(v[1] + v[5]);
    const int z3 = (sum37 * (9633 - 16069)) + (sum15 * 9633);
    const int z4 = (sum37 * 9633) + (sum15 * (9633 - 3196));
    const int odd0 = (v[7] * (2446 - 7373)) - (v[1] * 7373) + z3;
    const int odd1 = (v[5] * (16819 - 20995)) - (v[3] * 20995) + z4;
    const int odd2 = (v[3] * (25172 - 20995)) - (v[5] * 20995) + z3;
    const int odd3 = (v[1] * (12299 - 7373)) - (v[7] * 7373) + z4;
    v[0] = clamp((even0 + turned3 + odd3) >> shift, -32768, 32767);
    v[7] = clamp((even0 + turned3 - odd3) >> shift, -32768, 32767);
    v[1] = clamp((even1 + turned2 + odd2) >> shift, -32768, 32767);
    v[6] = clamp((even1 + turned2 - odd2) >> shift, -32768, 32767);
    v[2] = clamp((even1 - turned2 + odd1) >> shift, -32768, 32767);
    v[5] = clamp((even1 - turned2 - odd1) >> shift, -32768, 32767);
    v[3] = clamp((even0 - turned3 + odd0) >> shift, -32768, 32767);
    v[4] = clamp((even0 - turned3 - odd0) >> shift, -32768, 32767);
}

/* Loads and dequantises a column; says in `busy` whether it holds anything below the first row. */
FF_DEVICE void ff_load_column(FF_GLOBAL const short *coefficients, FF_GLOBAL const int *quantizer, int *column, int *busy)
{
    *busy = 0;
    for (int row = 0; row < 8; row++)
    {
        const int value = (int)coefficients[row * 8];
        *busy |= row > 0 && value != 0;
        column[row] = ff_short(value * quantizer[row * 8]);
    }
}

FF_KERNEL(256)
void inverseTransform(FF_GLOBAL const short *coefficients, FF_GLOBAL uchar *samples, FF_GLOBAL const ulong *planes,
                      FF_GLOBAL const uint *firstBlocks, uint planeCount, FF_GLOBAL const int *quantizers)
{
    FF_LOCAL_ARRAY(int, blocks, FF_BLOCKS_PER_GROUP * FF_BLOCK_STRIDE);
    FF_LOCAL_ARRAY(int, busy, FF_BLOCKS_PER_GROUP * 8);
    const uint firstBlock = (uint)get_group_id(0) * FF_BLOCKS_PER_GROUP;
    const uint blockEnd = firstBlocks[planeCount];
    int values[8];

    for (uint lane = (uint)get_local_id(0); lane < FF_BLOCKS_PER_GROUP * 8u; lane += (uint)get_local_size(0))
    {
        const uint block = firstBlock + (lane / 8u);
        if (block < blockEnd)
        {
            const uint number = ff_plane_of(firstBlocks, planeCount, block);
            FF_GLOBAL const ulong *plane = planes + (number * FF_PLANE_NUMBERS);
            const ulong first = plane[0] + ((ulong)(block - firstBlocks[number]) * 64u) + (lane & 7u);
            int isBusy;
            ff_load_column(coefficients + first, quantizers + plane[4] + (lane & 7u), values, &isBusy);
            busy[lane] = isBusy;
            for (int row = 0; row < 8; row++)
                blocks[((lane / 8u) * FF_BLOCK_STRIDE) + ((uint)row * FF_ROW_STRIDE) + (lane & 7u)] = values[row];
        }
    }

    FF_BARRIER();
    for (uint lane = (uint)get_local_id(0); lane < FF_BLOCKS_PER_GROUP * 8u; lane += (uint)get_local_size(0))
    {
        const uint place = ((lane / 8u) * FF_BLOCK_STRIDE) + (lane & 7u);
        int isBusy = 0;
        if (firstBlock + (lane / 8u) < blockEnd)
        {
            for (uint column = 0; column < 8u; column++)
                isBusy |= busy[(lane & ~7u) + column];
            for (uint row = 0; row < 8u; row++)
                values[row] = blocks[place + (row * FF_ROW_STRIDE)];
            if (isBusy)
            {
                ff_transform(values, 11);
            }
            else
            {
                for (uint row = 1; row < 8u; row++)
                    values[row] = ff_short((int)((uint)values[0] << 2));
                values[0] = values[1];
            }

            for (uint row = 0; row < 8u; row++)
                blocks[place + (row * FF_ROW_STRIDE)] = values[row];
        }
    }

    FF_BARRIER();
    for (uint lane = (uint)get_local_id(0); lane < FF_BLOCKS_PER_GROUP * 8u; lane += (uint)get_local_size(0))
    {
        const uint block = firstBlock + (lane / 8u);
        if (block < blockEnd)
        {
            const uint number = ff_plane_of(firstBlocks, planeCount, block);
            FF_GLOBAL const ulong *plane = planes + (number * FF_PLANE_NUMBERS);
            const uint within = block - firstBlocks[number];
            const uint blockRow = within / (uint)plane[2];
            const uint place = ((lane / 8u) * FF_BLOCK_STRIDE) + ((lane & 7u) * FF_ROW_STRIDE);
            FF_GLOBAL uchar *row = samples + plane[1] + (((ulong)(blockRow * 8u) + (lane & 7u)) * plane[3])
                                   + ((within - (blockRow * (uint)plane[2])) * 8u);
            for (uint column = 0; column < 8u; column++)
                values[column] = blocks[place + column];
            ff_transform(values, 18);
            for (uint column = 0; column < 8u; column++)
            {
                const int level = values[column];
                row[column] = (uchar)(clamp(level, -128, 127) + 128);
            }
        }
    }
}

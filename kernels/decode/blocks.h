/* What the inverse transforms share: planes of blocks, eight lanes to a block. */

#define FF_BLOCKS_PER_GROUP 32
#define FF_PLANE_NUMBERS 6u

FF_DEVICE int ff_short(int value)
{
    return (int)(short)value;
}

/* The plane that a block belongs to: the last whose first block is not beyond it. */
FF_DEVICE uint ff_plane_of(FF_GLOBAL const uint *firstBlocks, uint planeCount, uint block)
{
    uint low = 0;
    uint high = planeCount;
    while (high - low > 1u)
    {
        const uint middle = (low + high) / 2u;
        if (firstBlocks[middle] <= block)
            low = middle;
        else
            high = middle;
    }

    return low;
}

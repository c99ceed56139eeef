/* Consecutive point-wise operations in one pass over the pictures, so that each pixel is read and written once however many there
   are. Each image has a program at its place: an operation's number, the words of its parameters, the next number ..., 0.
   The operations are the very functions that the kernels of one operation call. Groups: (any number, images).
   Traffic: 2 bytes per byte of picture however many operations there are. Operations: the sum of theirs, counted in pointwise.h. */

#include "photometric/pointwise.h"
#include "photometric/tone_table.h"
#include "photometric/color_matrix.h"
#include "photometric/backlight.h"
#include "photometric/shadows.h"
#include "photometric/noise.h"

#define FF_END 0
#define FF_TONE_TABLE 1
#define FF_COLOR_MATRIX 2
#define FF_BACKLIGHT 3
#define FF_SHADOWS 4
#define FF_NOISE 5

FF_KERNEL(256)
void pointwise(FF_GLOBAL uint *pictures, FF_GLOBAL const int *parameters, uint places, uint pictureWords, uint width, uint height)
{
    const uint image = (uint)get_group_id(1);
    const int place = parameters[places + image];
    const uint quads = ((width * height) + 3u) / 4u;
    FF_GLOBAL uint *picture = pictures + ((ulong)image * pictureWords);
    ff_pixel pixels[4];
    if (place >= 0)
    {
        for (uint quad = (uint)get_global_id(0); quad < quads; quad += (uint)get_global_size(0))
        {
            FF_GLOBAL uint *words = picture + (quad * 3u);
            FF_GLOBAL const int *step = parameters + place;
            ff_unpack(words[0], words[1], words[2], pixels);
            while (step[0] != FF_END)
            {
                const int operation = step[0];
                step += 1;
                if (operation == FF_TONE_TABLE)
                {
                    ff_tone_table(pixels, quad * 4u, width, step);
                    step += 64;
                }
                else if (operation == FF_COLOR_MATRIX)
                {
                    ff_color_matrix(pixels, quad * 4u, width, step);
                    step += 9;
                }
                else if (operation == FF_BACKLIGHT)
                {
                    ff_backlight(pixels, quad * 4u, width, step);
                    step += 192u + width + height + 3u;
                }
                else if (operation == FF_SHADOWS)
                {
                    ff_shadows(pixels, quad * 4u, width, step);
                    step += 69;
                }
                else
                {
                    ff_noise(pixels, quad * 4u, width, step);
                    step += 70;
                }
            }

            ff_pack(pixels, words);
        }
    }
}

using System.Collections.Frozen;

namespace FeatureForge.Cli.Pictures;

/// <summary>
/// A letter type of its own for captions: printable ASCII in cells of 6 x 10 pixels. Part of the program, so that a sheet looks the
/// same on every machine and no font has to be installed.
/// </summary>
internal static class BitmapFont
{
    /// <summary>Pixels from one character to the next.</summary>
    public const int Advance = 6;

    /// <summary>Pixels from one line to the next.</summary>
    public const int LineHeight = 11;

    /// <summary>Columns of a glyph.</summary>
    public const int GlyphWidth = 5;

    /// <summary>Rows of a glyph: 7 above the base line, 2 below.</summary>
    public const int GlyphHeight = 9;

    // One glyph per line: the character, then its rows from the top; rows 8 and 9 are below the base line and may be left out.
    private const string Drawing = """
        ! ..#.. ..#.. ..#.. ..#.. ..#.. ..... ..#..
        " .#.#. .#.#. .#.#. ..... ..... ..... .....
        # .#.#. .#.#. ##### .#.#. ##### .#.#. .#.#.
        $ ..#.. .#### #.#.. .###. ..#.# ####. ..#..
        % ##..# ##..# ...#. ..#.. .#... #..## #..##
        & .##.. #..#. #.#.. .#... #.#.# #..#. .##.#
        ' ..#.. ..#.. .#... ..... ..... ..... .....
        ( ...#. ..#.. .#... .#... .#... ..#.. ...#.
        ) .#... ..#.. ...#. ...#. ...#. ..#.. .#...
        * ..... ..#.. #.#.# .###. #.#.# ..#.. .....
        + ..... ..#.. ..#.. ##### ..#.. ..#.. .....
        , ..... ..... ..... ..... ..... .##.. .##.. ..#.. .#...
        - ..... ..... ..... ##### ..... ..... .....
        . ..... ..... ..... ..... ..... .##.. .##..
        / ....# ....# ...#. ..#.. .#... #.... #....
        0 .###. #...# #..## #.#.# ##..# #...# .###.
        1 ..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.
        2 .###. #...# ....# ...#. ..#.. .#... #####
        3 .###. #...# ....# ..##. ....# #...# .###.
        4 ...#. ..##. .#.#. #..#. ##### ...#. ...#.
        5 ##### #.... ####. ....# ....# #...# .###.
        6 ..##. .#... #.... ####. #...# #...# .###.
        7 ##### ....# ...#. ..#.. ..#.. .#... .#...
        8 .###. #...# #...# .###. #...# #...# .###.
        9 .###. #...# #...# .#### ....# ...#. .##..
        : ..... .##.. .##.. ..... .##.. .##.. .....
        ; ..... .##.. .##.. ..... ..... .##.. .##.. ..#.. .#...
        < ...#. ..#.. .#... #.... .#... ..#.. ...#.
        = ..... ..... ##### ..... ##### ..... .....
        > .#... ..#.. ...#. ....# ...#. ..#.. .#...
        ? .###. #...# ....# ...#. ..#.. ..... ..#..
        @ .###. #...# #.### #.#.# #.##. #.... .###.
        A ..#.. .#.#. #...# #...# ##### #...# #...#
        B ####. #...# #...# ####. #...# #...# ####.
        C .###. #...# #.... #.... #.... #...# .###.
        D ####. #...# #...# #...# #...# #...# ####.
        E ##### #.... #.... ####. #.... #.... #####
        F ##### #.... #.... ####. #.... #.... #....
        G .###. #...# #.... #.### #...# #...# .###.
        H #...# #...# #...# ##### #...# #...# #...#
        I .###. ..#.. ..#.. ..#.. ..#.. ..#.. .###.
        J ..### ...#. ...#. ...#. ...#. #..#. .##..
        K #...# #..#. #.#.. ##... #.#.. #..#. #...#
        L #.... #.... #.... #.... #.... #.... #####
        M #...# ##.## #.#.# #.#.# #...# #...# #...#
        N #...# ##..# ##..# #.#.# #..## #..## #...#
        O .###. #...# #...# #...# #...# #...# .###.
        P ####. #...# #...# ####. #.... #.... #....
        Q .###. #...# #...# #...# #.#.# #..#. .##.#
        R ####. #...# #...# ####. #.#.. #..#. #...#
        S .###. #...# #.... .###. ....# #...# .###.
        T ##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..
        U #...# #...# #...# #...# #...# #...# .###.
        V #...# #...# #...# #...# .#.#. .#.#. ..#..
        W #...# #...# #...# #.#.# #.#.# ##.## #...#
        X #...# #...# .#.#. ..#.. .#.#. #...# #...#
        Y #...# #...# .#.#. ..#.. ..#.. ..#.. ..#..
        Z ##### ....# ...#. ..#.. .#... #.... #####
        [ .###. .#... .#... .#... .#... .#... .###.
        \ #.... #.... .#... ..#.. ...#. ....# ....#
        ] .###. ...#. ...#. ...#. ...#. ...#. .###.
        ^ ..#.. .#.#. #...# ..... ..... ..... .....
        _ ..... ..... ..... ..... ..... ..... ..... #####
        ` .#... ..#.. ..... ..... ..... ..... .....
        a ..... ..... .###. ....# .#### #...# .####
        b #.... #.... ####. #...# #...# #...# ####.
        c ..... ..... .###. #...# #.... #...# .###.
        d ....# ....# .#### #...# #...# #...# .####
        e ..... ..... .###. #...# ##### #.... .###.
        f ..##. .#..# .#... ###.. .#... .#... .#...
        g ..... ..... .#### #...# #...# #...# .#### ....# .###.
        h #.... #.... #.##. ##..# #...# #...# #...#
        i ..#.. ..... .##.. ..#.. ..#.. ..#.. .###.
        j ...#. ..... ..##. ...#. ...#. ...#. ...#. #..#. .##..
        k #.... #.... #..#. #.#.. ##... #.#.. #..#.
        l .##.. ..#.. ..#.. ..#.. ..#.. ..#.. .###.
        m ..... ..... ##.#. #.#.# #.#.# #.#.# #...#
        n ..... ..... #.##. ##..# #...# #...# #...#
        o ..... ..... .###. #...# #...# #...# .###.
        p ..... ..... ####. #...# #...# #...# ####. #.... #....
        q ..... ..... .#### #...# #...# #...# .#### ....# ....#
        r ..... ..... #.##. ##..# #.... #.... #....
        s ..... ..... .#### #.... .###. ....# ####.
        t .#... .#... ####. .#... .#... .#..# ..##.
        u ..... ..... #...# #...# #...# #..## .##.#
        v ..... ..... #...# #...# #...# .#.#. ..#..
        w ..... ..... #...# #...# #.#.# #.#.# .#.#.
        x ..... ..... #...# .#.#. ..#.. .#.#. #...#
        y ..... ..... #...# #...# #...# #...# .#### ....# .###.
        z ..... ..... ##### ...#. ..#.. .#... #####
        { ...#. ..#.. ..#.. .#... ..#.. ..#.. ...#.
        | ..#.. ..#.. ..#.. ..#.. ..#.. ..#.. ..#..
        } .#... ..#.. ..#.. ...#. ..#.. ..#.. .#...
        ~ ..... ..... .#... #.#.# ...#. ..... .....
        """;

    private static readonly byte[] s_blank = new byte[GlyphHeight];
    private static readonly FrozenDictionary<char, byte[]> s_glyphs = Parse();

    /// <summary>Rows of a character, bit 4 is the leftmost of five columns; a question mark for what the type does not have.</summary>
    /// <param name="character">Any character.</param>
    public static ReadOnlySpan<byte> Rows(char character)
    {
        if (character == ' ')
            return s_blank;
        return s_glyphs.TryGetValue(character, out byte[]? rows) ? rows : s_glyphs['?'];
    }

    /// <summary>True when the type has a glyph of its own for the character.</summary>
    /// <param name="character">Any character.</param>
    public static bool Has(char character) => character == ' ' || s_glyphs.ContainsKey(character);

    /// <summary>Pixels that a text takes in a row, without the gap after its last character.</summary>
    /// <param name="text">One line.</param>
    /// <param name="scale">Pixels per dot of the glyphs, at least 1.</param>
    public static int Measure(ReadOnlySpan<char> text, int scale = 1) => text.IsEmpty ? 0 : ((text.Length * Advance) - 1) * scale;

    /// <summary>The text, shortened in the middle with two dots where it would not fit; file names differ at their ends.</summary>
    /// <param name="text">One line.</param>
    /// <param name="width">Pixels at hand.</param>
    /// <param name="scale">Pixels per dot.</param>
    public static string Fit(string text, int width, int scale = 1)
    {
        int room = Math.Max(0, ((width / scale) + 1) / Advance);
        if (text.Length <= room)
            return text;
        if (room <= 4)
            return text[..room];
        int tail = (room - 2) / 2;
        return string.Concat(text.AsSpan(0, room - 2 - tail), "..", text.AsSpan(text.Length - tail));
    }

    /// <summary>The text in lines of whole words; a word that is longer than a line is shortened in its middle.</summary>
    /// <param name="text">Words with spaces between them.</param>
    /// <param name="width">Pixels at hand.</param>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? Fit(word, width) : $"{line} {word}";
            if (Measure(longer) > width)
            {
                yield return line;
                longer = Fit(word, width);
            }

            line = longer;
        }

        yield return line;
    }

    private static FrozenDictionary<char, byte[]> Parse()
    {
        var glyphs = new Dictionary<char, byte[]>();
        foreach (string line in Drawing.Split('\n'))
        {
            string[] dots = line[2..].TrimEnd().Split(' ');
            byte[] rows = new byte[GlyphHeight];
            for (int row = 0; row < dots.Length; row++)
            {
                for (int column = 0; column < GlyphWidth; column++)
                    rows[row] |= (byte)(dots[row][column] == '#' ? 1 << (GlyphWidth - 1 - column) : 0);
            }

            glyphs[line[0]] = rows;
        }

        return glyphs.ToFrozenDictionary();
    }
}

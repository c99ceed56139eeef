using System.Text;
using FeatureForge.Core.Errors;
using FeatureForge.Pipeline.Sources;

namespace FeatureForge.Pipeline.Tests.Sources;

public class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\nc,d\n", "a|b;c|d")]
    [InlineData("a,b\r\nc,d", "a|b;c|d")]
    [InlineData("a,b\rc,d\r", "a|b;c|d")]
    [InlineData("\uFEFFa,b", "a|b")]
    [InlineData("\n\na\n\n\nb\n", "a;b")]
    [InlineData("a,,\n,", "a||;|")]
    [InlineData("\"a,b\",\"c \"\"d\"\"\"", "a,b|c \"d\"")]
    [InlineData("\"two\r\nlines\",x", "two\r\nlines|x")]
    [InlineData("\"\",\"\"", "|")]
    [InlineData("a\"b,c", "a\"b|c")]
    [InlineData("", "")]
    public void Read_GivesTheFieldsOfRfc4180(string csv, string expected) =>
        Assert.Equal(expected, string.Join(';', Rows(csv).Select(row => string.Join('|', row))));

    [Fact]
    public void Line_WhenQuotesHoldLineEnds_CountsThem()
    {
        using var reader = Reader("a\n\"b\nb\"\r\n\nc");
        var lines = new List<long>();
        while (reader.Read())
            lines.Add(reader.Line);
        Assert.Equal([1, 2, 5], lines);
    }

    [Theory]
    [InlineData("\"a\"b,c", "behind a closing quote")]
    [InlineData("\"a", "never closed")]
    public void Problem_WhenQuotesAreBroken_SaysHow(string csv, string problem)
    {
        using var reader = Reader(csv);
        Assert.True(reader.Read());
        Assert.Contains(problem, reader.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('x')]
    [InlineData(',')]
    public void Read_WhenARowNeverEnds_RefusesItInBoundedMemory(char letter)
    {
        using var reader = Reader("a\n\"" + new string('y', 10) + "\"" + new string(letter, 200_000));
        Assert.True(reader.Read());
        var error = Assert.Throws<FeatureForgeException>(() => reader.Read());
        Assert.Equal(1, error.ExitCode);
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenAnyFieldsAreWrittenByTheRules_GivesThemBack()
    {
        var random = new Random(4180);
        for (int round = 0; round < 1000; round++)
        {
            string[][] rows = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Fields(random))];
            string end = random.Next(2) == 0 ? "\n" : "\r\n";
            string csv = string.Join(end, rows.Select(row => string.Join(',', row.Select(field => Quote(field, random)))));
            Assert.Equal(rows, Rows(csv));
        }
    }

    [Fact]
    public void Read_WhenBytesAreRandom_EndsWithoutOtherErrors()
    {
        var random = new Random(7);
        byte[] letters = [.. "a,\"\r\n;\t0"u8, 0, 0xEF, 0xBB, 0xBF, 0xFF, 0xC3];
        for (int round = 0; round < 1000; round++)
        {
            byte[] bytes = [.. Enumerable.Range(0, random.Next(80)).Select(_ => letters[random.Next(letters.Length)])];
            using var reader = new CsvReader(new MemoryStream(bytes), "fuzz.csv");
            int rows = 0;
            while (reader.Read())
                Assert.True(++rows <= bytes.Length && reader.FieldCount <= bytes.Length + 1);
        }
    }

    private static string[] Fields(Random random)
    {
        string[] fields = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "ab,\"\r\n é"[random.Next(8)])))];
        // A row of one empty field looks like an empty line, which is passed over.
        return fields is [""] ? ["x"] : fields;
    }

    private static string Quote(string field, Random random) =>
        field.IndexOfAny([',', '"', '\r', '\n']) >= 0 || random.Next(3) == 0 ? $"\"{field.Replace("\"", "\"\"")}\"" : field;

    private static List<string[]> Rows(string csv)
    {
        using CsvReader reader = Reader(csv);
        var rows = new List<string[]>();
        while (reader.Read())
        {
            Assert.Null(reader.Problem);
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(field => reader.Field(field).ToString())]);
        }

        return rows;
    }

    private static CsvReader Reader(string csv) => new(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "test.csv");
}

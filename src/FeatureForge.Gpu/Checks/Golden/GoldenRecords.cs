using System.Globalization;
using System.Reflection;
using System.Text;

namespace FeatureForge.Gpu.Checks.Golden;

/// <summary>
/// The recorded results of all golden vectors, carried as a resource. They are data, not computed where they are compared, so that a wrong
/// processor, or a wrong compiler for it, is found as well as a wrong device. Made by <c>featureforge golden FILE</c>.
/// </summary>
public static class GoldenRecords
{
    private const string Resource = "golden-vectors.txt";

    private const string Head = """
        # Results of the golden vectors that every device must give when it is opened, and the CPU in the tests.
        # Made by 'featureforge golden src/FeatureForge.Gpu/Checks/Golden/golden-vectors.txt'; a line changes only where an
        # operation's bits, or its golden vector, were changed on purpose.
        # operation  bytes  SHA-256  first bytes

        """;

    private static readonly Lazy<Dictionary<string, GoldenRecord>> s_records = new(() => Parse(Read()));

    /// <summary>The text of the file, with the results that this processor gives.</summary>
    public static string MakeText()
    {
        var text = new StringBuilder(Head);
        foreach (GoldenVector vector in GoldenVectors.All)
        {
            GoldenRecord record = GoldenRecord.Of(vector.Operation, vector.OnCpu());
            text.Append(CultureInfo.InvariantCulture, $"{record.Operation} {record.ByteCount} {record.Hash} {record.FirstBytes}\n");
        }

        return text.ToString();
    }

    /// <summary>The text of the file as it was when the program was built.</summary>
    internal static string Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>What is recorded of an operation, or null where nothing is.</summary>
    /// <param name="operation">Program of the operation.</param>
    internal static GoldenRecord? Find(string operation) => s_records.Value.GetValueOrDefault(operation);

    private static Dictionary<string, GoldenRecord> Parse(string text)
    {
        var records = new Dictionary<string, GoldenRecord>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            string[] words = line.Split(' ');
            records.Add(words[0], new GoldenRecord(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), words[2], words[3]));
        }

        return records;
    }
}

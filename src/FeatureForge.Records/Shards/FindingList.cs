namespace FeatureForge.Records.Shards;

/// <summary>Collects findings; of one file no more than a hundred, since one cause can damage every record.</summary>
internal sealed class FindingList
{
    private const int MostPerFile = 100;
    private readonly List<VerifyFinding> _findings = [];
    private readonly Dictionary<string, int> _countByFile = new(StringComparer.Ordinal);

    public IReadOnlyList<VerifyFinding> InOrder =>
        [.. _findings.OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Record)];

    public void Add(string file, string reason, string message) => Add(new ShardPlace(file, -1, -1), reason, message);

    /// <summary>Says that a pipe, device or socket stands where a file belongs; reading it could wait or go on for ever.</summary>
    public void AddSpecialFile(string file) => Add(file, "not-a-file", RecordErrors.NotRegularFile(file).Message);

    public void Add(ShardPlace place, string reason, string message)
    {
        int count = _countByFile[place.File] = _countByFile.GetValueOrDefault(place.File) + 1;
        if (count < MostPerFile)
            _findings.Add(new VerifyFinding(place.File, place.Record, place.ByteOffset, reason, message));
        else if (count == MostPerFile)
            _findings.Add(new VerifyFinding(place.File, long.MaxValue, -1, "more-findings", $"{Path.GetFileName(place.File)} has more findings than are listed here. Make the file again."));
    }

    public void Add(FindingList others)
    {
        foreach (VerifyFinding finding in others._findings)
            _findings.Add(finding);
    }
}

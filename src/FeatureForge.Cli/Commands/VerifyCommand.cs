using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FeatureForge.Records.Shards;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge verify</c>: reads every byte of shards and says what does not hold.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string[]> s_paths = new("DIR|SHARD") { Description = "Folders written by run, or single TFRecord files of any origin.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> s_sha256 = new("--sha256") { Description = "Also print the SHA-256 of each shard." };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new ExampleCommand(
            "verify",
            "Checks every checksum of every record, the index files, and the counts and checksums of the manifest. Exit code 1 when something does not hold.",
            "featureforge verify shards",
            "featureforge verify shards/train.tfrecord-00000-of-00010 --sha256")
        {
            s_paths, s_sha256, JsonOutput.Option,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        VerifyResult result = ShardVerifier.Verify(arguments.GetRequiredValue(s_paths), new VerifyOptions { Sha256 = arguments.GetValue(s_sha256) });
        if (arguments.GetValue(JsonOutput.Option))
            JsonOutput.Write(Console.Out, writer => WriteJson(writer, result));
        else
            WriteText(Console.Out, result);
        return result.IsSound ? ExitCodes.Done : ExitCodes.Problem;
    }

    private static void WriteText(TextWriter output, VerifyResult result)
    {
        foreach (VerifiedShard shard in result.Shards)
        {
            if (shard.Sha256 is { } digest)
                output.WriteLine($"{digest}  {TerminalText.Clean(shard.File)}");
        }

        foreach (VerifyFinding finding in result.Findings)
            output.WriteLine(TerminalText.Clean($"{finding.File}: {finding.Reason}: {finding.Message}"));
        string verdict = result.IsSound ? "all sound" : $"{result.Findings.Count} findings";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Shards.Count} shards, {result.Records:N0} records, {result.Bytes / 1e6:N1} MB: {verdict}"));
    }

    private static void WriteJson(Utf8JsonWriter writer, VerifyResult result)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("sound", result.IsSound);
        writer.WriteNumber("records", result.Records);
        writer.WriteNumber("bytes", result.Bytes);
        writer.WriteStartArray("shards");
        foreach (VerifiedShard shard in result.Shards)
        {
            writer.WriteStartObject();
            writer.WriteString("file", shard.File);
            writer.WriteNumber("records", shard.Records);
            writer.WriteNumber("bytes", shard.Bytes);
            writer.WriteString("crc32c", shard.Crc32C.ToString("x8", CultureInfo.InvariantCulture));
            if (shard.Sha256 is { } digest)
                writer.WriteString("sha256", digest);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("findings");
        foreach (VerifyFinding finding in result.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("file", finding.File);
            writer.WriteNumber("record", finding.Record);
            writer.WriteNumber("byteOffset", finding.ByteOffset);
            writer.WriteString("reason", finding.Reason);
            writer.WriteString("message", finding.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

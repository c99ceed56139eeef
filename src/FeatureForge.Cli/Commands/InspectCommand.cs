using System.CommandLine;
using FeatureForge.Cli.Inspect;
using FeatureForge.Cli.Pictures;
using FeatureForge.Records.Shards;

namespace FeatureForge.Cli.Commands;

/// <summary><c>featureforge inspect</c>: what shards hold, in numbers and in pictures.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string[]> s_paths = new("DIR|SHARD") { Description = "Folders written by run, or single TFRecord files of tf.train.Example records.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> s_pictures = new("--pictures") { Description = "Also write a contact sheet with boxes and matched anchors.", HelpName = "FILE.png" };
    private static readonly Option<int> s_count = new("--count") { Description = "Pictures on the sheet.", HelpName = "N", DefaultValueFactory = _ => 24 };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        NumberRange.Require(s_count, 1, 400, "1 to 400");
        var command = new ExampleCommand(
            "inspect",
            "Prints schema, counts, sizes, class, object, anchor and augmentation statistics of shards; draws their pictures on request.",
            "featureforge inspect shards",
            "featureforge inspect shards --pictures sheet.png --count 48",
            "featureforge inspect shards/train.tfrecord-00000-of-00010 --json")
        {
            s_paths, s_pictures, s_count, JsonOutput.Option,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string[] files = [.. arguments.GetRequiredValue(s_paths).SelectMany(FilesOf)];
        var statistics = new ShardStatistics();
        foreach (string file in files)
            statistics.AddShard(Path.GetFileName(file));
        string? sheetPath = arguments.GetValue(s_pictures);
        using var source = new ShardExamples(files);
        RecordPictures? pictures = sheetPath is null ? null : new RecordPictures(arguments.GetValue(s_count), source.AnchorBox, source.DecodePicture, SayNotDrawn);
        foreach (ExampleRecord record in source.Read())
        {
            statistics.Add(record);
            pictures?.Add(record);
        }

        if (arguments.GetValue(JsonOutput.Option))
            WriteJson(statistics);
        else
            InspectText.Write(statistics, Console.Out);
        if (pictures is not null)
            WriteSheet(pictures, Path.GetFullPath(sheetPath!), arguments.GetRequiredValue(s_paths));
        return ExitCodes.Done;
    }

    private static void WriteJson(ShardStatistics statistics)
    {
        using Stream output = Console.OpenStandardOutput();
        InspectJson.Write(statistics, output);
    }

    private static void WriteSheet(RecordPictures pictures, string path, string[] shown)
    {
        Picture sheet = pictures.Draw(string.Join(", ", shown.Select(name => Path.GetFileName(Path.TrimEndingDirectorySeparator(name)))));
        PictureFile.WritePng(sheet, path);
        Console.Error.WriteLine($"contact sheet: {path}");
    }

    private static void SayNotDrawn(ExampleRecord record, string why) =>
        Console.Error.WriteLine(TerminalText.Clean($"featureforge: {record.Shard}, record {record.Number} (from 0): its picture is not drawn. {why}"));

    private static IReadOnlyList<string> FilesOf(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw CommandsErrors.NoSuchPath(path);
        IReadOnlyList<string> files = ShardVerifier.FilesOf(path);
        return files.Count > 0 ? files : throw CommandsErrors.NoShard(path);
    }
}

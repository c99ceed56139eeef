using FeatureForge.Core.Errors;
using FeatureForge.Records.Shards;

namespace FeatureForge.Feed;

/// <summary>The errors of the feed, named by condition: those of the command as exceptions for people, those of a request as refusals.</summary>
internal static class FeedErrors
{
    private const string Stream = "/v1/stream";
    private const string Manifest = "/v1/manifest";
    private const int SecondsUntilRetry = 2;

    public static FeatureForgeException NoManifest(string folder) => new(
        2, $"{folder} has no manifest.json, so it is no complete folder of shards. Name a folder that 'featureforge run' has finished, or a recipe.");

    public static FeatureForgeException NoShards(string folder) => new(1, $"The manifest of {folder} names no shard with a record. Run the recipe again.");

    public static FeatureForgeException NoSamples(string folder) => new(
        1, $"{folder} yields no sample. Check source.images and, with cropToBox, that the annotations have boxes.");

    public static FeatureForgeException TokenRequired(string address) => new(
        2, $"--listen {address} can be reached from other machines, which needs --token-file. Give one, or listen on 127.0.0.1 or on --socket only.");

    public static FeatureForgeException TokenUnusable(string path, string what) => new(
        2, $"The token in {path} {what}. Write one line of 1 to 512 printable ASCII characters without spaces into it, for example by: head -c 32 /dev/urandom | base64 > {path}");

    public static FeatureForgeException TokenNotReadable(string path, Exception cause) => new(2, $"The token file {path} cannot be read: {cause.Message}", cause);

    public static FeatureForgeException SocketTaken(string path, string what) => new(1, $"{path} {what}. Choose another --socket.");

    public static FeatureForgeException CannotListen(string address, Exception cause) => new(
        1, $"Cannot listen on {address}: {cause.Message.TrimEnd('.')}. Choose another address, or end the process that has it.", cause);

    public static FeatureForgeException BadSampleStops(string key, Exception bad) => new(
        1, $"{key}: {bad.Message} The recipe says onBadSample: fail; set it to quarantine to put the next sample in its place.", bad);

    public static FeatureForgeException BudgetExceeded(int bad, long samples, double budget) => new(
        1, FormattableString.Invariant($"{bad} of {samples} samples are bad, more than badSampleBudget: {budget} allows. Repair or remove the files that the log names (/status.json names the last), or raise badSampleBudget in the recipe."));

    public static BadSampleException Defect(Exception defect) => new(
        "internal-error", $"The program failed on this file ({defect.GetType().Name}: {defect.Message}); this is a defect of the program. Report it with the file; leave the file out meanwhile.", cause: defect);

    public static FeatureForgeException NoGoodSample(string split) => new(1, $"No sample of split '{split}' can be made. 'featureforge run' says why for each of them.");

    public static FeedRefusal ManifestWithParameter(string name) => new(
        400, $"The parameter '{Shown(name)}' is given, {Manifest} takes none", $"{Manifest}, parameter {Shown(name)}", "Leave it out.");

    public static FeedRefusal ManifestTooLarge(long bytes, int limit) => new(
        500, $"What is to be said of the data set has {bytes} bytes, at most {limit} are sent", Manifest, "Serve a data set with fewer or shorter names of labels.");

    public static FeedRefusal UnknownParameter(string name) => Parameter(
        name, $"There is no parameter '{Shown(name)}'", "Use split, epoch, rank, world, batch, format, step, remainder, seed, fields and balance.");

    public static FeedRefusal RepeatedParameter(string name) => Parameter(name, $"The parameter '{name}' is given twice", "Give it once.");

    public static FeedRefusal MissingParameter(string name) => Parameter(name, $"The parameter '{name}' is missing", "split, epoch and batch must be given.");

    public static FeedRefusal OutOfRange(string name, string value, string rule) => Parameter(name, $"{name} is '{Shown(value)}', need {rule}", "Ask for a value in that range.");

    public static FeedRefusal UnknownSplit(string split, IEnumerable<string> splits) => Parameter(
        "split", $"There is no split '{Shown(split)}'", $"Ask for one of: {string.Join(", ", splits)}.");

    public static FeedRefusal EmptySplit(string split, uint epoch) => Parameter(
        "split", $"Split '{split}' has no records of epoch {epoch}", "Ask for another epoch, or make shards in which not all samples of an epoch are in quarantine.");

    public static FeedRefusal NoSuchStep(long step, long steps) => Parameter("step", $"There is no step {step}, the epoch has {steps}", $"Ask for 0 to {steps}.");

    public static FeedRefusal UnknownField(string name, IEnumerable<string> known) => Parameter(
        "fields", $"There is no field '{Shown(name)}'", $"The fields of this data set are: {string.Join(", ", known)}.");

    public static FeedRefusal FieldsOfRecords() => Parameter("fields", "fields is given with format=record, whose records are whole", "Leave fields out, or ask for format=batch.");

    public static FeedRefusal EncodedImages() => Parameter(
        "format", "The pictures of this data set are stored as JPEG or PNG files, and batches are of pixels", "Ask for format=record or for fields without image, or make shards with output: {image: raw}.");

    public static FeedRefusal OtherSeed(ulong asked, ulong own) => new(
        StatusConflict, $"seed is {asked}, this feed makes its samples with seed {own}", $"{Stream}, parameter seed", "Leave seed out, or serve a recipe with that seed.");

    public static FeedRefusal BatchTooLarge(long bytes, long limit) => Parameter(
        "batch", $"A batch would have {bytes} bytes or more, at most {limit} are sent", "Ask for smaller batches, or for fewer fields.");

    public static FeedRefusal TokenWrong() => new(401, "The token is missing or wrong", "Authorization", "Send 'Authorization: Bearer TOKEN' with the token of the server.");

    public static FeedRefusal NoSuchPath(string path) => new(404, $"There is no {Shown(path)}", "path", $"Ask for {Stream}, {Manifest}, /healthz, /metrics or /.");

    public static FeedRefusal WrongMethod(string method) => new(405, $"The method is {Shown(method)}, need GET", "method", "Ask with GET.");

    public static FeedRefusal ForeignHost(string host) => new(
        421, $"The request is for host '{Shown(host)}', a server without a token answers only for loopback addresses", "Host", "Ask for 127.0.0.1 or localhost, or give the server a token.");

    public static FeedRefusal TooManyStreams(int limit) => new(
        429, $"{limit} {(limit == 1 ? "stream is" : "streams are")} open, more are not served at once", Stream, "Try again when one has ended, or raise --streams.") { RetryAfter = SecondsUntilRetry };

    public static FeedRefusal Damaged(DamagedShardException damage) => new(
        500, damage.Message, FormattableString.Invariant($"{Path.GetFileName(damage.Place.File)}, record {damage.Place.Record}, byte {damage.Place.ByteOffset}"), "Put the file back and go on at this step; the server looks at it again for every request.");

    public static FeedRefusal Failed(FeatureForgeException failure) => new(500, failure.Message, "the data set", "Put that right and go on at this step.");

    public static FeedRefusal DifferentShape(string sample, string field, string seen, string need) => new(
        400, $"Field {field} has the shape {seen}, the first sample of the data set {need}; a batch needs one shape", $"sample {sample}, field {field}", "Ask for format=record, or make the shards with one geometry.output.");

    public static FeedRefusal FieldDamaged(string sample, string field, string what) => new(
        500, $"Field {field}: {what}", $"sample {sample}, field {field}", "The record was written by other rules or damaged; make the shard again.");

    public static FeedRefusal LabelsDamaged(string place, string what) => new(
        500, $"The labels of a record cannot be read: {what}", place, "Run 'featureforge verify' on the folder, and make the shard again.");

    public static FeedRefusal UnknownLabel(string label, IReadOnlyList<string> labels) => Parameter(
        "balance", $"There is no label '{Shown(label)}'", labels.Count == 0 ? "This data set has no labels; leave balance out." : $"Name some of: {string.Join(", ", labels)}.");

    public static FeedRefusal HeaderTooLarge(int bytes, int limit) => Parameter(
        "fields", $"The header of the stream would have {bytes} bytes, at most {limit} are sent", "Name fewer fields, or fewer labels in balance.");

    public static FeedRefusal RecordDamaged(BadSampleException bad) => new(500, bad.Message, "a record of the data set", "Make the shard again.");

    private const int StatusConflict = 409;

    private static FeedRefusal Parameter(string name, string what, string remedy) => new(400, what, $"{Stream}, parameter {Shown(name)}", remedy);

    private static string Shown(string text) => text.Length <= 80 ? text : text[..80] + "...";
}

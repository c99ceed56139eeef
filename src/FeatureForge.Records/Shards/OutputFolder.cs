namespace FeatureForge.Records.Shards;

/// <summary>
/// The output folder of a run: who may write into it, which shards are done, and what closes it. Exclusive to one run (or to the
/// tasks of one divided run) by kernel locks, which vanish with the process. May be used by several threads.
/// </summary>
public sealed class OutputFolder : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private readonly OutputFingerprints _fingerprints;
    private readonly ShardPlan _plan;
    private readonly TaskShare? _task;
    private readonly ShardResult?[] _results;
    private Dictionary<string, int>? _finished;
    private FileStream? _folderLock;
    private FileStream? _taskLock;

    private OutputFolder(string path, OutputFingerprints fingerprints, ShardPlan plan, TaskShare? task, DurableFiles files)
    {
        Location = path;
        _fingerprints = fingerprints;
        _plan = plan;
        _task = task;
        _results = new ShardResult?[plan.Shards.Count];
        Files = files;
    }

    /// <summary>Path of the folder as given.</summary>
    public string Location { get; }

    /// <summary>True when the folder holds the finished output of this very run; nothing is left to do.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Shards that this run owns and that are not done, in the order of the plan.</summary>
    public IEnumerable<PlannedShard> Pending => _plan.Shards.Where(shard => Owns(shard) && !IsComplete(shard));

    /// <summary>Records of the owned shards that are done.</summary>
    public long RecordsDone => _plan.Shards.Where(Owns).Sum(shard => (long)(RecordsOf(shard) ?? 0));

    /// <summary>Quarantined samples of the owned shards that are done.</summary>
    public long QuarantinedDone => _plan.Shards.Where(Owns).Sum(shard => RecordsOf(shard) is { } records ? (long)(shard.Count - records) : 0);

    internal DurableFiles Files { get; }

    // What a shard planned and did not write is in quarantine: a finished folder has no notes of single shards any more, but a manifest.
    private int? RecordsOf(PlannedShard shard)
    {
        if (_finished is not null)
            return _finished.TryGetValue(shard.Name.ToString(), out int records) ? records : null;
        return Volatile.Read(ref _results[shard.Index])?.Records;
    }

    /// <summary>Opens the folder of a run, makes it if need be, and finds out what is done.</summary>
    /// <param name="path">Folder; its parents are made too.</param>
    /// <param name="fingerprints">What the output depends on.</param>
    /// <param name="plan">Shards of the run.</param>
    /// <param name="task">Share of this process in a divided run, or null for all of it.</param>
    /// <param name="fresh">True to delete what an earlier run wrote here; files of others are never touched.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">
    /// Another run works here, the folder holds another run or files of others under our names, or it cannot be written (1); the task does not exist or is combined with <paramref name="fresh"/> (2).
    /// </exception>
    public static OutputFolder Open(string path, OutputFingerprints fingerprints, ShardPlan plan, TaskShare? task = null, bool fresh = false) =>
        Open(new OutputFolder(path, fingerprints, plan, task, new DurableFiles()), fresh);

    internal static OutputFolder Open(string path, OutputFingerprints fingerprints, ShardPlan plan, TaskShare? task, bool fresh, DurableFiles files) =>
        Open(new OutputFolder(path, fingerprints, plan, task, files), fresh);

    /// <summary>Whether this run is to make a shard.</summary>
    /// <param name="shard">Shard of the plan.</param>
    public bool Owns(PlannedShard shard) => _task is not { } task || task.Owns(shard);

    /// <summary>Whether a shard is done, by this run or an earlier one.</summary>
    /// <param name="shard">Shard of the plan.</param>
    public bool IsComplete(PlannedShard shard) => IsFinished || Volatile.Read(ref _results[shard.Index]) is not null;

    /// <summary>Starts a shard from the beginning.</summary>
    /// <param name="shard">Shard of the plan that is owned and not done.</param>
    /// <exception cref="Core.Errors.FeatureForgeException">The folder cannot be written, or another task writes this shard.</exception>
    public ShardFile CreateShard(PlannedShard shard)
    {
        try
        {
            return new ShardFile(this, shard);
        }
        catch (IOException exception) when (FileLock.IsHeld(exception))
        {
            throw RecordErrors.ShardInUse(shard.Name.ToString());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordErrors.CannotWrite(PathOf(shard.Name.ToString()), exception);
        }
    }

    /// <summary>Writes the closing files when every shard of the plan is done, whoever did it; the manifest comes last.</summary>
    /// <param name="dataset">What the records hold.</param>
    /// <returns>True when the folder is finished, by this call or before it; false when other tasks have shards to do.</returns>
    /// <exception cref="Core.Errors.FeatureForgeException">The folder cannot be written.</exception>
    public bool TryFinish(DatasetDescription dataset)
    {
        try
        {
            if (IsFinished || HasManifest)
                return IsFinished = true;
            LoadResults();
            if (Array.Exists(_results, result => result is null))
                return IsFinished = HasManifest;
            using FileStream? transition = EnterTransition();
            if (!HasManifest)
                WriteClosingFiles(dataset);
            Files.DeleteFolder(StateFolder);
            return IsFinished = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordErrors.CannotWrite(Location, exception);
        }
    }

    /// <summary>Lets go of the folder; what is done stays done.</summary>
    public void Dispose()
    {
        _taskLock?.Dispose();
        _folderLock?.Dispose();
    }

    internal string PathOf(string name) => Path.Combine(Path.GetFullPath(Location), name);

    internal FileStream CreatePartial(string name, int bufferBytes) => Files.Create(StatePath(name + OutputNames.PartialEnding), bufferBytes);

    internal void DeletePartials(PlannedShard shard)
    {
        try
        {
            Files.Delete(StatePath(shard.Name + OutputNames.PartialEnding));
            Files.Delete(StatePath(shard.Name.IndexName + OutputNames.PartialEnding));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A leftover does no harm: the next run deletes it, and no reader looks into the state folder.
        }
    }

    /// <summary>
    /// The commit: index, then shard get their names, both renames are brought to disk, and only then the note that the shard is
    /// done appears. A run that ends anywhere before finds no note and makes the shard again, with the same bytes.
    /// </summary>
    internal void Commit(PlannedShard shard, ShardResult result)
    {
        string name = shard.Name.ToString();
        Files.Rename(StatePath(shard.Name.IndexName + OutputNames.PartialEnding), PathOf(shard.Name.IndexName));
        Files.Rename(StatePath(name + OutputNames.PartialEnding), PathOf(name));
        Files.FlushFolder(PathOf(""));
        string note = StatePath(name + OutputNames.ShardStateEnding);
        Files.WriteWhole(note + OutputNames.PartialEnding, note, OutputState.WriteShard(result));
        Volatile.Write(ref _results[shard.Index], result);
    }

    private string StateFolder => PathOf(OutputNames.StateFolder);

    private bool HasManifest => File.Exists(PathOf(OutputNames.Manifest));

    private string StatePath(string name) => Path.Combine(StateFolder, name);

    private static OutputFolder Open(OutputFolder folder, bool fresh)
    {
        if (folder._task is { } task)
        {
            if (!task.IsValid)
                throw RecordErrors.TaskOutOfRange(task);
            if (fresh)
                throw RecordErrors.FreshWithTask();
        }

        try
        {
            folder.Lock();
            using FileStream? transition = folder.EnterTransition();
            folder.Enter(fresh);
            return folder;
        }
        catch (Exception exception)
        {
            folder.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
                throw RecordErrors.CannotWrite(folder.Location, exception);
            throw;
        }
    }

    private void Lock()
    {
        if (new DirectoryInfo(StateFolder).LinkTarget is not null)
            throw RecordErrors.StateFolderIsLink(StateFolder);
        Files.CreateFolder(PathOf(""));
        _folderLock = FileLock.TryAcquire(PathOf(OutputNames.Lock), exclusive: _task is null) ?? throw RecordErrors.FolderInUse(Location, _task);
        if (_task is { } task)
            _taskLock = AcquireInStateFolder(OutputNames.TaskLock(task)) ?? throw RecordErrors.FolderInUse(Location, _task);
    }

    /// <summary>
    /// Keeps tasks from opening and finishing the folder at the same time, which could delete the notes of shards under the eyes
    /// of a task that has not seen the manifest yet. A run without tasks is alone anyway.
    /// </summary>
    private FileStream? EnterTransition()
    {
        if (_task is null)
            return null;
        for (var waited = TimeSpan.Zero; waited < s_patience; waited += s_pause)
        {
            if (AcquireInStateFolder(OutputNames.TransitionLock) is { } transition)
                return transition;
            Thread.Sleep(s_pause);
        }

        throw RecordErrors.FinishTakesTooLong(Location);
    }

    /// <summary>Locks a file in the state folder, which a task that finishes may delete between any two steps.</summary>
    private FileStream? AcquireInStateFolder(string name)
    {
        while (true)
        {
            Files.CreateFolder(StateFolder);
            try
            {
                return FileLock.TryAcquire(StatePath(name), exclusive: true);
            }
            catch (IOException) when (!Directory.Exists(StateFolder))
            {
                Thread.Sleep(s_pause);
            }
        }
    }

    private void Enter(bool fresh)
    {
        var removal = new OutputRemoval(PathOf(""), StateFolder, Files);
        removal.Continue();
        if (fresh)
            removal.Run(_plan);
        if (HasManifest)
        {
            Manifest manifest = Manifest.Read(PathOf(OutputNames.Manifest));
            Require(manifest.Fingerprints, complete: true);
            _finished = [];
            foreach (ManifestShard shard in manifest.Shards)
                _finished[shard.Name] = shard.Records;
            Files.DeleteFolder(StateFolder);
            IsFinished = true;
            return;
        }

        if (File.Exists(StatePath(OutputNames.State)))
            Continue();
        else
            Begin();
        LoadResults();
        DeleteLeftovers();
    }

    private void Continue()
    {
        var (fingerprints, shards) = OutputState.ReadRun(StatePath(OutputNames.State));
        Require(fingerprints, complete: false);
        if (!shards.SequenceEqual(_plan.Shards.Select(shard => shard.Name)))
            throw RecordErrors.OtherFingerprint(Location, "the number of shards", complete: false);
    }

    private void Begin()
    {
        foreach (string name in OutputNames.Closing.Concat(_plan.Shards.SelectMany(OutputRemoval.NamesOf)))
        {
            if (File.Exists(PathOf(name)))
                throw RecordErrors.ForeignFile(Location, name);
        }

        Files.CreateFolder(StateFolder);
        string state = StatePath(OutputNames.State);
        Files.WriteWhole(state + OutputNames.PartialEnding, state, OutputState.WriteRun(_fingerprints, _plan));
        Files.FlushFolder(PathOf(""));
    }

    private void Require(OutputFingerprints found, bool complete)
    {
        if (found.DifferenceTo(_fingerprints) is { } difference)
            throw RecordErrors.OtherFingerprint(Location, difference, complete);
    }

    /// <summary>Reads the notes of shards that are done; a shard whose file is gone or of another length is to be made again.</summary>
    private void LoadResults()
    {
        foreach (PlannedShard shard in _plan.Shards)
        {
            string note = StatePath(shard.Name + OutputNames.ShardStateEnding);
            if (_results[shard.Index] is not null || !File.Exists(note))
                continue;
            ShardResult result = OutputState.ReadShard(note);
            var file = new FileInfo(PathOf(shard.Name.ToString()));
            bool sound = file.Exists && file.Length == result.Bytes && File.Exists(PathOf(shard.Name.IndexName))
                && result.Records + result.Quarantined.Count == shard.Count;
            if (sound)
                Volatile.Write(ref _results[shard.Index], result);
        }
    }

    private void DeleteLeftovers()
    {
        foreach (PlannedShard shard in _plan.Shards.Where(shard => Owns(shard) && !IsComplete(shard)))
        {
            if (IsBeingWritten(shard))
                continue;
            Files.Delete(StatePath(shard.Name + OutputNames.ShardStateEnding));
            DeletePartials(shard);
        }
    }

    /// <summary>Another task may own the shard too when tasks were started with different N.</summary>
    private bool IsBeingWritten(PlannedShard shard)
    {
        string partial = StatePath(shard.Name + OutputNames.PartialEnding);
        if (!File.Exists(partial))
            return false;
        using FileStream? held = FileLock.TryAcquire(partial, exclusive: true);
        return held is null;
    }

    private void WriteClosingFiles(DatasetDescription dataset)
    {
        ShardResult[] results = Array.ConvertAll(_results, result => result!);
        foreach (var (name, content) in ClosingFiles.Make(_fingerprints, dataset, _plan, results))
            Files.WriteWhole(StatePath(name + OutputNames.PartialEnding), PathOf(name), content);
    }
}

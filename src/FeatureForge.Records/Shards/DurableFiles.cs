namespace FeatureForge.Records.Shards;

/// <summary>
/// Every change that this program makes to an output folder, one method per system-level step. Tests derive from it to end a run
/// before any step, as <c>kill -9</c> would.
/// </summary>
internal class DurableFiles
{
    public void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        Before("create folder", path);
        Directory.CreateDirectory(path);
    }

    /// <summary>Opens a file for writing, emptied and locked against other processes.</summary>
    /// <param name="path">Path.</param>
    /// <param name="bufferBytes">Bytes gathered before the system is called; 0 for none.</param>
    public FileStream Create(string path, int bufferBytes = 0)
    {
        Before("create", path);
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferBytes);
    }

    /// <summary>Brings a file to disk and closes it.</summary>
    public void FlushAndClose(FileStream file)
    {
        using (file)
        {
            Before("flush", file.Name);
            ToDisk(file);
        }
    }

    public void Rename(string from, string to)
    {
        Before("rename", to);
        File.Move(from, to, overwrite: true);
    }

    public void FlushFolder(string path)
    {
        Before("flush folder", path);
        ToDisk(path);
    }

    public void Delete(string path)
    {
        if (!File.Exists(path))
            return;
        Before("delete", path);
        File.Delete(path);
    }

    /// <summary>Deletes a folder and the files in it; it stays where another process has just put a new file into it.</summary>
    /// <param name="path">Folder without folders in it; may be absent.</param>
    public void DeleteFolder(string path)
    {
        if (!Directory.Exists(path))
            return;
        try
        {
            foreach (string file in Directory.GetFiles(path))
                Delete(file);
            Before("delete folder", path);
            Directory.Delete(path);
        }
        catch (IOException exception) when (exception is DirectoryNotFoundException || Directory.Exists(path))
        {
            // The state folder is of no meaning beside a manifest; the next run in this folder deletes it.
        }
    }

    /// <summary>Puts a file in its place, whole or not at all.</summary>
    /// <param name="temporaryPath">Where it is written, on the same disk.</param>
    /// <param name="path">Where it belongs.</param>
    /// <param name="content">Content.</param>
    public void WriteWhole(string temporaryPath, string path, ReadOnlySpan<byte> content)
    {
        FileStream file = Create(temporaryPath);
        try
        {
            file.Write(content);
            FlushAndClose(file);
        }
        finally
        {
            file.Dispose();
        }

        Rename(temporaryPath, path);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    protected virtual void ToDisk(FileStream file) => file.Flush(flushToDisk: true);

    protected virtual void ToDisk(string folder) => FolderFlush.Run(folder);

    /// <summary>Called before each step.</summary>
    protected virtual void Before(string step, string path)
    {
    }
}

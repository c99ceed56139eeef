namespace FeatureForge.Native;

/// <summary>How reading a file ended.</summary>
public enum FileReadStatus
{
    /// <summary>The whole file was read.</summary>
    Complete,

    /// <summary>There is no such file, or a part of its path is not a folder.</summary>
    NotFound,

    /// <summary>The file or a folder on its path may not be read.</summary>
    AccessDenied,

    /// <summary>The path names a folder, pipe, socket or device.</summary>
    NotRegularFile,

    /// <summary>The file became longer or shorter while it was read.</summary>
    Changed,

    /// <summary>The file is larger than one buffer can be (2 GiB).</summary>
    TooLarge,

    /// <summary>The path is longer than 4,095 bytes or contains a zero byte.</summary>
    InvalidPath,

    /// <summary>The operating system reported another error, for example a failing disk or too many open files.</summary>
    Failed,
}

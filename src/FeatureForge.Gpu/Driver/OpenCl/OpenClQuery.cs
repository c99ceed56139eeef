using System.Text;

namespace FeatureForge.Gpu.Driver.OpenCl;

/// <summary>Properties of platforms and devices. What a driver does not answer is 0 or empty: listing devices must not fail on an odd one.</summary>
internal static unsafe class OpenClQuery
{
    private const int LongestText = 4096;

    /// <summary>The platforms; empty where the loader finds none.</summary>
    public static nint[] Platforms()
    {
        uint count = 0;
        if (OpenClLibrary.GetPlatforms(0, null, &count) != OpenClLibrary.Success || count == 0)
            return [];
        var platforms = new nint[Math.Min(count, 64)];
        fixed (nint* list = platforms)
            return OpenClLibrary.GetPlatforms((uint)platforms.Length, list, null) == OpenClLibrary.Success ? platforms : [];
    }

    /// <summary>The devices of a platform, and the status of the call.</summary>
    public static (nint[] Devices, int Status) Devices(nint platform)
    {
        uint count = 0;
        int status = OpenClLibrary.GetDevices(platform, OpenClLibrary.DeviceTypeAll, 0, null, &count);
        if (status != OpenClLibrary.Success || count == 0)
            return ([], status);
        var devices = new nint[Math.Min(count, 256)];
        fixed (nint* list = devices)
            status = OpenClLibrary.GetDevices(platform, OpenClLibrary.DeviceTypeAll, (uint)devices.Length, list, null);
        return (status == OpenClLibrary.Success ? devices : [], status);
    }

    /// <summary>A text of a platform.</summary>
    public static string PlatformText(nint platform, uint name)
    {
        byte* text = stackalloc byte[LongestText];
        nuint size = 0;
        return OpenClLibrary.GetPlatformInfo(platform, name, LongestText, text, &size) == OpenClLibrary.Success ? Text(text, size) : "";
    }

    /// <summary>A text of a device.</summary>
    public static string DeviceText(nint device, uint name)
    {
        byte* text = stackalloc byte[LongestText];
        nuint size = 0;
        return OpenClLibrary.GetDeviceInfo(device, name, LongestText, text, &size) == OpenClLibrary.Success ? Text(text, size) : "";
    }

    /// <summary>A number of a device; those of 4 bytes leave the upper half 0.</summary>
    public static long DeviceNumber(nint device, uint name)
    {
        long value = 0;
        return OpenClLibrary.GetDeviceInfo(device, name, sizeof(long), &value, null) == OpenClLibrary.Success ? value : 0;
    }

    private static string Text(byte* text, nuint size) => Encoding.UTF8.GetString(text, (int)Math.Min(size, LongestText)).TrimEnd('\0').Trim();
}

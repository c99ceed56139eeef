using System.Text.Encodings.Web;
using System.Text.Json;

namespace FeatureForge.Feed.Serving;

/// <summary>How the feed's JSON is written: quotation marks, angle brackets and letters of any script as they are, for people who read it in a terminal.</summary>
internal static class FeedJson
{
    /// <summary>
    /// Quotation marks that end a text, backslashes and control characters are still escaped. The encoder's name warns of JSON put into a page of
    /// HTML; here it is always sent as application/json, which browsers are told not to take for anything else (nosniff).
    /// </summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Runbooks.Workflows.Definitions.Text;

/// <summary>What plain YAML text means, by the core schema of YAML 1.2 (section 10.3.2).</summary>
internal static partial class YamlScalars
{
    /// <summary>Words that YAML 1.1 readers take for booleans; written in quotes, so that every reader agrees.</summary>
    private static readonly HashSet<string> OldBooleans = new(StringComparer.OrdinalIgnoreCase) { "yes", "no", "on", "off", "y", "n" };

    /// <exception cref="SourceException">It has no JSON form, or a tag that is not known.</exception>
    public static string ToJson(Scalar scalar, Position at) => scalar.Tag switch
    {
        { IsEmpty: true } when scalar.Style is ScalarStyle.Plain => PlainToJson(scalar.Value, at),
        { IsEmpty: true } or { IsNonSpecific: true } => Quote(scalar.Value),
        { Value: "tag:yaml.org,2002:str" } => Quote(scalar.Value),
        { Value: "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" } =>
            PlainToJson(scalar.Value, at),
        _ => throw new SourceException($"The tag {scalar.Tag} is not known.", at),
    };

    /// <summary>Whether the text, written plain, is read back as the same text, by readers of YAML 1.2 and 1.1 alike.</summary>
    public static bool IsSafePlain(string text) => IsSafePlainKey(text) && !OldBooleans.Contains(text);

    /// <summary>The same for keys, where <c>on</c> and <c>off</c> are everyday names and stay bare.</summary>
    public static bool IsSafePlainKey(string text) =>
        !Null().IsMatch(text) && !Boolean().IsMatch(text) && !LooksNumeric().IsMatch(text);

    private static string PlainToJson(string text, Position at)
    {
        if (Null().IsMatch(text)) return "null";
        if (Boolean().IsMatch(text)) return text.ToLowerInvariant();
        if (Decimal().IsMatch(text)) return Number(text);
        if (OtherBase().IsMatch(text)) return FromOtherBase(text);
        if (NotFinite().IsMatch(text)) throw new SourceException($"{text} is not a number that JSON knows; write it in quotes for text.", at);
        return Quote(text);
    }

    /// <summary>The number as JSON writes it, every digit kept: no plus sign, no leading zeros, a digit on each side of the point.</summary>
    private static string Number(string text)
    {
        var parts = Decimal().Match(text);
        var whole = parts.Groups["whole"].Value.TrimStart('0');
        var fraction = parts.Groups["fraction"].Value;
        return $"{(text[0] is '-' ? "-" : "")}{(whole.Length is 0 ? "0" : whole)}{(fraction.Length is 0 ? "" : "." + fraction)}{parts.Groups["exponent"].Value}";
    }

    private static string FromOtherBase(string text)
    {
        var value = BigInteger.Zero;
        var radix = text[1] is 'x' ? 16 : 8;
        foreach (var digit in text.AsSpan(2)) value = (value * radix) + int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return value.ToString(CultureInfo.InvariantCulture);
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    [GeneratedRegex(@"^(?:|~|null|Null|NULL)\z")]
    private static partial Regex Null();

    [GeneratedRegex(@"^(?:true|True|TRUE|false|False|FALSE)\z")]
    private static partial Regex Boolean();

    [GeneratedRegex(@"^[-+]?(?:(?<whole>[0-9]+)(?:\.(?<fraction>[0-9]*))?|\.(?<fraction>[0-9]+))(?<exponent>[eE][-+]?[0-9]+)?\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^0(?:o[0-7]{1,100}|x[0-9a-fA-F]{1,100})\z")]
    private static partial Regex OtherBase();

    [GeneratedRegex(@"^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex NotFinite();

    /// <summary>Numbers, dates, times and the like of either version.</summary>
    [GeneratedRegex(@"^[-+.]?[0-9][0-9a-zA-Z_.:+\-]*\z|^[-+]?\.[a-zA-Z]+\z")]
    private static partial Regex LooksNumeric();
}

namespace Runbooks.Activities;

/// <summary>Says what a text stands for: <c>format</c> in the JSON Schema, by which the designer picks the field and the validator the check.</summary>
/// <param name="name">One of <see cref="Formats"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FormatAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Of a list of texts: one may be given by itself, without the list.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOrManyAttribute : Attribute;

/// <summary>The input means something only where another one has one of these values: elsewhere the designer does not ask for it.</summary>
/// <param name="input">The other input, as it is written: <c>method</c>.</param>
/// <param name="values">As they are written: <c>ssh</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AskedWhenAttribute(string input, params string[] values) : Attribute
{
    public string Input { get; } = input;

    public IReadOnlyList<string> Values { get; } = values;
}

/// <summary>The formats that inputs and outputs use.</summary>
public static class Formats
{
    /// <summary>Given to every <see cref="TimeSpan"/> without being said.</summary>
    public const string Duration = "duration";

    public const string Cron = "cron";

    /// <summary>Hours and minutes: <c>07:00</c>.</summary>
    public const string TimeOfDay = "time-of-day";

    /// <summary>An IANA name: <c>Europe/Berlin</c>.</summary>
    public const string TimeZone = "time-zone";

    public const string Expression = "expression";

    public const string Secret = "secret";

    public const string VmSelector = "vm-selector";

    public const string HostSelector = "host-selector";

    public const string Targets = "targets";

    public const string Connection = "connection";

    public const string Workflow = "workflow";

    public const string Email = "email";

    public const string Uri = "uri";

    public const string Multiline = "multiline";
}

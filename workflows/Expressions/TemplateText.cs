using System.Collections.Immutable;
using Acornima;

namespace Runbooks.Workflows.Expressions;

/// <summary>A string cut at its <c>${ … }</c>. <c>$${</c> writes <c>${</c> itself.</summary>
internal sealed class TemplateText
{
    private static readonly BoundedCache<TemplateText> Texts = new(Cut);

    private TemplateText(ImmutableArray<Part> parts) => Parts = parts;

    public ImmutableArray<Part> Parts { get; }

    /// <summary>The expression that the string is whole; null for text. Line breaks at the end do not count: YAML's blocks end in one.</summary>
    public string? Whole => Parts switch
    {
        [{ IsExpression: true } only] => only.Text,
        [{ IsExpression: true } first, { IsExpression: false } rest] when rest.Text.AsSpan().Trim("\r\n").IsEmpty => first.Text,
        _ => null,
    };

    public static bool HasExpressions(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <exception cref="ExpressionException">An expression does not end; without a path.</exception>
    public static TemplateText Parse(string text) => Texts.Get(text);

    private static TemplateText Cut(string text)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var literal = new System.Text.StringBuilder();
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is var open and >= 0)
        {
            if (open > at && text[open - 1] is '$')
            {
                literal.Append(text, at, open - 1 - at).Append("${");
                at = open + 2;
                continue;
            }

            literal.Append(text, at, open - at);
            if (literal.Length > 0) parts.Add(new Part(literal.ToString(), IsExpression: false));
            literal.Clear();
            var close = FindEnd(text, open + 2);
            parts.Add(new Part(text[(open + 2)..close], IsExpression: true));
            at = close + 1;
        }

        literal.Append(text, at, text.Length - at);
        if (literal.Length > 0) parts.Add(new Part(literal.ToString(), IsExpression: false));
        return new TemplateText(parts.ToImmutable());
    }

    /// <summary>The closing brace, found by JavaScript's own tokens: braces in strings, templates and patterns do not count.</summary>
    private static int FindEnd(string text, int start)
    {
        var near = text.IndexOf('}', start);
        if (near >= 0 && MemberPath.TryParse(text[start..near]) is not null) return near;
        try
        {
            return FindEndByTokens(text, start);
        }
        catch (ParseErrorException error)
        {
            throw new ExpressionException("", $"{CompiledExpression.Shown(text[start..])} cannot be read: {error.Description}.");
        }
    }

    private static int FindEndByTokens(string text, int start)
    {
        var tokenizer = new Tokenizer(text, start, text.Length - start, SourceType.Script, null, TokenizerOptions.Default);
        for (var depth = 0; ;)
        {
            var token = tokenizer.GetToken();
            if (token.Kind is TokenKind.EOF) break;
            if (token.Kind is not TokenKind.Punctuator) continue;
            if (token.StringValue is "{" or "${") depth++;
            else if (token.StringValue is "}" && depth-- is 0) return token.Start;
        }

        throw new ExpressionException("", $"{text[(start - 2)..Math.Min(text.Length, start + 60)]} has no closing brace; write $${{ for the text ${{ itself.");
    }

    public readonly record struct Part(string Text, bool IsExpression);
}

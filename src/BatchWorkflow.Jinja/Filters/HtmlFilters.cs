using System.Text;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Filters for HTML.</summary>
internal static class HtmlFilters
{
    internal static (string Name, string Parameters, NativeBody Body)[] All { get; } =
    [
        ("escape", "", Escape), ("e", "", Escape),
        ("forceescape", "", (in call) => new Markup(Markup.Escape(SoftText.Of(call)))),
        ("safe", "", (in call) => call.Value is Markup ? call.Value : new Markup(SoftText.Of(call))),
        ("striptags", "", (in call) => HtmlText.StripTags(SoftText.Of(call))),
        ("xmlattr", "autospace", XmlAttributes),
        ("urlize", "trim_url_limit nofollow target rel extra_schemes", Urlize.Apply),
    ];

    private static readonly System.Buffers.SearchValues<char> NotInNames = System.Buffers.SearchValues.Create("/>= \t\n\r\f\v");

    private static object? Escape(in Invocation call) =>
        call.Value is Markup ? call.Value : new Markup(Texts.EscapedStr(call.State, call.Value));

    private static object? XmlAttributes(in Invocation call)
    {
        Guard.Refuse(call.Value);
        if (call.Value is not DictValue dict)
            throw Error.Attribute($"'{PythonTypes.NameOf(call.Value)}' object has no attribute 'items'");
        StringBuilder attributes = new();
        foreach ((object? key, object? value) in dict.Entries)
        {
            if (value is null or JinjaUndefined)
                continue;
            if (!Texts.TryGet(key, out string name))
                throw Error.Type($"expected string or bytes-like object, got '{PythonTypes.NameOf(key)}'");
            if (name.AsSpan().ContainsAny(NotInNames))
                throw Error.Value($"Invalid character in attribute name: {Reprs.Of(name)}");
            if (attributes.Length > 0)
                attributes.Append(' ');
            attributes.Append(Texts.EscapedStr(call.State, key)).Append("=\"").Append(Texts.EscapedStr(call.State, value)).Append('"');
        }

        string text = attributes.Length > 0 && call.IsTrue(0, true) ? " " + attributes : attributes.ToString();
        return Texts.Wrap(text, call.AutoEscape);
    }
}

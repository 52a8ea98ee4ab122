using System.Collections.Concurrent;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Compiling;
using BatchWorkflow.Jinja.Filters;
using BatchWorkflow.Jinja.Globals;
using BatchWorkflow.Jinja.Lexing;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Tests;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja;

/// <summary>How templates are read, what they may use, and how far they may go. It does not change, and any thread may use it.</summary>
public sealed class JinjaEnvironment
{
    private static readonly Dictionary<string, object?> NoGlobals = [];
    private static readonly Dictionary<string, JinjaFunction> NoFunctions = [];
    private readonly ConcurrentDictionary<string, (string Source, CompiledTemplate Template)> _compiled = new(StringComparer.Ordinal);

    /// <summary>The first line end after a statement's tag is removed.</summary>
    public bool TrimBlocks { get; init; }

    /// <summary>Spaces and tabs from the start of a line to a statement's tag are removed.</summary>
    public bool LstripBlocks { get; init; }

    /// <summary>A line end at the very end of a template stays; otherwise one is removed.</summary>
    public bool KeepTrailingNewline { get; init; }

    /// <summary>What each line end of a template becomes: a line feed, a carriage return, or both.</summary>
    public string NewlineSequence { get; init; } = "\n";

    /// <summary>Printed values are escaped for HTML unless they are safe.</summary>
    public bool AutoEscape { get; init; }

    /// <summary>How names and attributes that do not exist behave.</summary>
    public UndefinedKind Undefined { get; init; }

    /// <summary>The statements beyond the core language.</summary>
    public JinjaExtensions Extensions { get; init; }

    /// <summary>The marks of tags.</summary>
    public JinjaDelimiters Delimiters { get; init; } = JinjaDelimiters.Default;

    /// <summary>What one rendering may use.</summary>
    public JinjaLimits Limits { get; init; } = JinjaLimits.Default;

    /// <summary>Where includes, imports and parents come from; null: from nowhere.</summary>
    public TemplateLoader? Loader { get; init; }

    /// <summary>Values that every template sees.</summary>
    public IReadOnlyDictionary<string, object?> Globals { get; init; } = NoGlobals;

    /// <summary>Filters beyond the built-in ones, or in place of them.</summary>
    public IReadOnlyDictionary<string, JinjaFunction> Filters { get; init; } = NoFunctions;

    /// <summary>Tests beyond the built-in ones, or in place of them.</summary>
    public IReadOnlyDictionary<string, JinjaFunction> Tests { get; init; } = NoFunctions;

    /// <summary>The clock by which renderings are timed.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Compiles a template.</summary>
    /// <param name="source">The template's text.</param>
    /// <param name="name">Its name in problems; null for none.</param>
    /// <param name="start">Where the text begins in its file.</param>
    /// <exception cref="JinjaException">The text is no valid template.</exception>
    public JinjaTemplate Compile(string source, string? name = null, SourceStart? start = null) =>
        new(this, CompileSource(source, name, start ?? SourceStart.Beginning));

    /// <summary>Compiles the template that the loader knows by a name.</summary>
    /// <exception cref="JinjaException">There is no such template, or it is not valid.</exception>
    public JinjaTemplate GetTemplate(string name) => new(this, Load(name));

    /// <summary>Compiles an expression as it stands between the braces of a print tag.</summary>
    /// <param name="expression">The expression's text.</param>
    /// <param name="name">Its name in problems; null for none.</param>
    /// <param name="start">Where the text begins in its file.</param>
    /// <exception cref="JinjaException">The text is no valid expression.</exception>
    public JinjaExpression CompileExpression(string expression, string? name = null, SourceStart? start = null)
    {
        SourceText source = new(expression, name, keepTrailingNewline: true, start ?? SourceStart.Beginning);
        return new JinjaExpression(this, TemplateCompiler.CompileExpression(this, source));
    }

    internal LexerOptions LexerOptions => new(Delimiters, TrimBlocks, LstripBlocks, NewlineSequence);

    internal static bool TryBuiltinGlobal(string name, out object? value) => GlobalTable.Builtin.TryGetValue(name, out value);

    internal bool HasFilter(string name) => Filters.ContainsKey(name) || FilterTable.Builtin.Contains(name);

    internal bool HasTest(string name) => Tests.ContainsKey(name) || TestTable.Builtin.Contains(name);

    internal object? ApplyFilter(Frame frame, string name, object? value, CallArguments arguments)
    {
        if (value is UnknownValue unknown && name is not ("default" or "d"))
            throw new UnknownValueException(unknown);
        if (Filters.TryGetValue(name, out JinjaFunction? function))
            return Apply(frame, function, value, arguments);
        return FilterTable.Builtin.TryGet(name, out NativeFunction native)
            ? native.Invoke(frame, value, arguments)
            : throw Error.Template($"No filter named {Reprs.Of(name)}.");
    }

    internal bool ApplyTest(Frame frame, string name, object? value, CallArguments arguments)
    {
        if (value is UnknownValue unknown)
            throw new UnknownValueException(unknown);
        if (Tests.TryGetValue(name, out JinjaFunction? function))
            return Truth.Of(Apply(frame, function, value, arguments));
        return TestTable.Builtin.TryGet(name, out NativeFunction native)
            ? Truth.Of(native.Invoke(frame, value, arguments))
            : throw Error.Template($"No test named {Reprs.Of(name)}.");
    }

    private static object? Apply(Frame frame, JinjaFunction function, object? value, CallArguments arguments) =>
        new HostFunction(function).Call(frame, new CallArguments([value, .. arguments.Positional], [.. arguments.Named]));

    /// <summary>The compiled template of a name; compiled again only when its text has changed.</summary>
    internal CompiledTemplate Load(string name)
    {
        if (Loader is null)
            throw Error.Type("no loader for this environment specified");
        string source = Loader.Load(name) ?? throw Error.NotFound(name);
        if (_compiled.TryGetValue(name, out (string Source, CompiledTemplate Template) known) && known.Source == source)
            return known.Template;
        CompiledTemplate template = CompileSource(source, name, SourceStart.Beginning);
        _compiled[name] = (source, template);
        return template;
    }

    private CompiledTemplate CompileSource(string source, string? name, SourceStart start) =>
        TemplateCompiler.Compile(this, new SourceText(source, name, KeepTrailingNewline, start));
}

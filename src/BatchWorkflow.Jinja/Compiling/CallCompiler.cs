using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Filters;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Tests;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Compiles calls, filters and tests.</summary>
internal sealed class CallCompiler(CompilerContext context, ExpressionCompiler expressions)
{
    /// <summary>Compiles a call; that of a call block also passes the block on as <c>caller</c>.</summary>
    internal Evaluate CompileCall(Call node, Scope scope, Evaluate? caller)
    {
        Evaluate target = expressions.CompileCallee(node.Target, scope);
        Func<Frame, CallArguments> arguments = CompileArguments(node.Arguments, node.At, scope, caller);
        int at = node.At;
        return frame =>
        {
            object? callee = target(frame);
            CallArguments given = arguments(frame);
            frame.State.At = at;
            return Attributes.Call(frame, callee, given);
        };
    }

    /// <summary>Compiles a filter; one of a block takes the block's text.</summary>
    internal Evaluate CompileFilter(Filter node, Scope scope, Evaluate? blockText)
    {
        Evaluate target = node.Target is null ? blockText! : node.Target is Filter inner
            ? CompileFilter(inner, scope, blockText) : expressions.Compile(node.Target, scope);
        Func<Frame, CallArguments> arguments = CompileArguments(node.Arguments, node.At, scope, null);
        (string name, int at) = (node.Name, node.At);
        Func<Frame, object?, CallArguments, object?> apply = FilterOf(name, at, scope);
        bool passesUnknown = name is "default" or "d";
        return frame =>
        {
            object? value = target(frame);
            CallArguments given = arguments(frame);
            frame.State.At = at;
            if (!passesUnknown)
                Guard.RefuseUnknown(value);
            return apply(frame, value, given);
        };
    }

    private Func<Frame, object?, CallArguments, object?> FilterOf(string name, int at, Scope scope)
    {
        if (!context.Environment.HasFilter(name))
            return scope.IsConditional
                ? (_, _, _) => throw Error.Template($"No filter named {Reprs.Of(name)} found.")
                : throw context.Fail($"No filter named {Reprs.Of(name)}.", at);
        if (context.Environment.Filters.ContainsKey(name) || !FilterTable.Builtin.TryGet(name, out NativeFunction native))
            return (frame, value, arguments) => frame.State.Environment.ApplyFilter(frame, name, value, arguments);
        return native.Invoke;
    }

    internal Evaluate CompileTest(Test node, Scope scope)
    {
        Evaluate target = expressions.Compile(node.Target, scope);
        Func<Frame, CallArguments> arguments = CompileArguments(node.Arguments, node.At, scope, null);
        (string name, int at) = (node.Name, node.At);
        bool isMissing = !context.Environment.HasTest(name);
        if (isMissing && !scope.IsConditional)
            throw context.Fail($"No test named {Reprs.Of(name)}.", at);
        bool isBuiltin = !context.Environment.Tests.ContainsKey(name) && TestTable.Builtin.TryGet(name, out _);
        TestTable.Builtin.TryGet(name, out NativeFunction native);
        return frame =>
        {
            object? value = target(frame);
            CallArguments given = arguments(frame);
            frame.State.At = at;
            if (isMissing)
                throw Error.Template($"No test named {Reprs.Of(name)} found.");
            Guard.RefuseUnknown(value);
            return isBuiltin ? native.Invoke(frame, value, given) : Boxes.Of(frame.State.Environment.ApplyTest(frame, name, value, given));
        };
    }

    private Func<Frame, CallArguments> CompileArguments(ArgumentList node, int at, Scope scope, Evaluate? caller)
    {
        Evaluate[] positional = expressions.CompileAll(node.Positional, scope);
        Evaluate[] named = expressions.CompileAll(node.Named.Select(pair => pair.Value), scope);
        string[] names = [.. node.Named.Select(pair => pair.Name)];
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw JinjaException.Syntax("keyword argument repeated", context.Template.Source, at);
        if (node.Spread is null && node.NamedSpread is null && caller is null && names.Length == 0)
            return positional.Length == 0
                ? _ => CallArguments.None
                : frame => new CallArguments(ExpressionCompiler.EvaluateAll(positional, frame));
        Evaluate? spread = node.Spread is null ? null : expressions.Compile(node.Spread, scope);
        Evaluate? namedSpread = node.NamedSpread is null ? null : expressions.Compile(node.NamedSpread, scope);
        return frame =>
        {
            object?[] values = ExpressionCompiler.EvaluateAll(positional, frame);
            if (spread is not null)
                values = [.. values, .. Spread(frame, spread(frame))];
            List<KeyValuePair<string, object?>> byName = [];
            for (int i = 0; i < names.Length; i++)
                byName.Add(new(names[i], named[i](frame)));
            if (namedSpread is not null)
                AddNamed(frame, namedSpread(frame), byName);
            if (caller is not null)
                byName.Add(new("caller", caller(frame)));
            return new CallArguments(values, byName);
        };
    }

    private static List<object?> Spread(Frame frame, object? value) => Iteration.Try(frame.State, value) is { } items
        ? Iteration.ToList(frame.State, items)
        : throw Error.Type($"Value after * must be an iterable, not {PythonTypes.NameOf(value)}");

    private static void AddNamed(Frame frame, object? value, List<KeyValuePair<string, object?>> byName)
    {
        Guard.RefuseUnknown(value);
        if (value is not DictValue dict)
            throw value is JinjaUndefined undefined ? undefined.Fail()
                : Error.Type($"argument after ** must be a mapping, not {PythonTypes.NameOf(value)}");
        frame.State.ChargeItems(dict.Count);
        foreach ((object? key, object? item) in dict.Entries)
        {
            if (!Texts.TryGet(key, out string name))
                throw Error.Type("keywords must be strings");
            if (byName.Exists(pair => pair.Key == name))
                throw Error.Type($"got multiple values for keyword argument '{name}'");
            byName.Add(new(name, item));
        }
    }
}

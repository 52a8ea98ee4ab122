using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Compiles what is printed.</summary>
internal static class OutputCompiler
{
    internal static Execute Compile(Output node, Scope scope, CompilerContext context)
    {
        if (scope.ChecksParent && context.ExtendsForSure)
            return _ => Flow.Next;
        Execute[] parts = [.. node.Parts.Select(part => CompilePart(part, scope, context))];
        if (parts.Length == 1)
            return WhilePrinting(scope, parts[0]);
        return WhilePrinting(scope, frame =>
        {
            foreach (Execute part in parts)
                part(frame);
            return Flow.Next;
        });
    }

    /// <summary>Lets a statement run only while the template extends no other.</summary>
    private static Execute WhilePrinting(Scope scope, Execute statement)
    {
        if (!scope.ChecksParent)
            return statement;
        return frame => Root(frame).Parent is null ? statement(frame) : Flow.Next;
    }

    private static Frame Root(Frame frame)
    {
        while (frame.Outer is { } outer)
            frame = outer;
        return frame;
    }

    private static Execute CompilePart(Expression part, Scope scope, CompilerContext context)
    {
        if (part is TemplateData data)
            return Constant(data.Text);
        if (part is Literal literal && scope.AutoEscape == false && literal.Value is string or bool or null or long)
            return Constant(literal.Value as string ?? Reprs.Of(literal.Value));
        Evaluate value = context.Expressions.CompileOutput(part, scope);
        Action<Frame, object?> print = Print(scope);
        int at = part.At;
        return frame =>
        {
            object? result = value(frame);
            frame.State.At = at;
            print(frame, result);
            return Flow.Next;
        };
    }

    private static Execute Constant(string text) => frame =>
    {
        frame.Output.Write(text);
        return Flow.Next;
    };

    /// <summary>Prints a value, escaped where the scope escapes.</summary>
    internal static Action<Frame, object?> Print(Scope scope) => scope.AutoEscape switch
    {
        false => (frame, value) => frame.Output.Write(value as string ?? Texts.Str(frame.State, value)),
        true => (frame, value) => frame.Output.Write(Texts.EscapedStr(frame.State, value)),
        null => (frame, value) =>
            frame.Output.Write(frame.Context.AutoEscape ? Texts.EscapedStr(frame.State, value) : Texts.Str(frame.State, value)),
    };
}

using BatchWorkflow.Jinja.Compiling;
using BatchWorkflow.Jinja.Lexing;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>Where the host enters the engine: each problem that leaves it says where it happened.</summary>
internal static class Boundary
{
    internal static T Run<T>(RenderState state, Func<T> body)
    {
        try
        {
            state.Look();
            return body();
        }
        catch (JinjaException e) when (Locate(state, e))
        {
            throw;
        }
        catch (UnknownValueException e) when (Locate(state, e))
        {
            throw;
        }
        catch (OutOfMemoryException e)
        {
            throw new JinjaException(JinjaErrorKind.Limit, "MemoryError", "out of memory", e);
        }
    }

    /// <summary>Compiles; a problem without a place of its own is that of the whole template.</summary>
    internal static T Compile<T>(SourceText source, Func<T> body)
    {
        try
        {
            return body();
        }
        catch (JinjaException e) when (Locate(source, e))
        {
            throw;
        }
    }

    private static bool Locate(SourceText source, JinjaException exception)
    {
        exception.Locate(source, 0);
        return false;
    }

    private static bool Locate(RenderState state, JinjaException exception)
    {
        exception.Locate(state.Template.Source, state.At);
        return false;
    }

    private static bool Locate(RenderState state, UnknownValueException exception)
    {
        exception.Locate(state.Template.Source, state.At);
        return false;
    }

    internal static IReadOnlyList<JinjaNameUse> UsesOf(CompiledTemplate template) =>
    [
        .. template.Uses.OrderBy(use => use.At).Select(use =>
        {
            (int line, int column) = template.Source.Position(use.At);
            return new JinjaNameUse(use.Name, use.Path, line, column);
        }),
    ];
}

using BatchWorkflow.Jinja.Syntax;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>What the parts of the compiler share while they compile one template.</summary>
internal sealed class CompilerContext
{
    internal CompilerContext(JinjaEnvironment environment, CompiledTemplate template)
    {
        (Environment, Template) = (environment, template);
        Expressions = new ExpressionCompiler(this);
        Statements = new StatementCompiler(this);
    }

    internal JinjaEnvironment Environment { get; }

    internal CompiledTemplate Template { get; }

    internal ExpressionCompiler Expressions { get; }

    internal StatementCompiler Statements { get; }

    /// <summary>The template extends another for sure from here on: nothing more of its root is printed.</summary>
    internal bool ExtendsForSure { get; set; }

    internal int ExtendsSoFar { get; set; }

    /// <summary>The first break or continue outside of a loop: told only when nothing else is wrong, as Python finds it last.</summary>
    internal JinjaException? Misplaced { get; set; }

    internal JinjaException Fail(string message, int at) => JinjaException.Assertion(message, Template.Source, at);

    internal void Use(Name name, Scope scope, string[] path)
    {
        if (scope.Symbols.Find(name.Identifier)?.ComesFromContext(name.Identifier) == true)
            Template.Uses.Add((name.Identifier, path, name.At));
    }
}

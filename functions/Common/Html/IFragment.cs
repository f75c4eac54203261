namespace Compensation.Common.Pages;

/// <summary>A part of a page that knows how it is written, such as a field with its label: it can stand in the hole of an <see cref="Html"/> as it is.</summary>
public interface IFragment
{
    Html Render();
}

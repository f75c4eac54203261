using Compensation.Common;

namespace Compensation.Receipts.Pages;

/// <summary>What makes a page more convenient; without scripts each does everything it must.</summary>
internal static class PageScripts
{
    /// <summary>Shows the buttons that copy a code.</summary>
    public static readonly Html Copy = Html.Of($$"""for(const b of document.querySelectorAll("[data-copy]")){b.hidden=!navigator.clipboard;b.addEventListener("click",async()=>{await navigator.clipboard.writeText(b.dataset.copy);b.textContent=b.dataset.done})}""");

    /// <summary>Looks again every twenty seconds while somebody looks; a page in the background costs nothing.</summary>
    public static readonly Html LookAgain = Html.Of($$"""setInterval(()=>{if(document.visibilityState==="visible")location.reload()},20000)""");
}

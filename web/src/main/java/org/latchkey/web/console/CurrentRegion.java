package org.latchkey.web.console;

import jakarta.enterprise.context.SessionScoped;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.latchkey.shared.Settings;

/**
 * The Region whose resources the console shows: of a new page, the one that was chosen last; a page
 * that is open stays in its own, whatever is chosen in another tab.
 */
@Named
@SessionScoped
public class CurrentRegion implements Serializable {

  /**
   * The Regions to choose from, besides the server's own.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html">
   *     AWS Regions and Availability Zones, AWS Regions</a>
   */
  private static final List<String> AWS_REGIONS =
      List.of(
          "af-south-1",
          "ap-east-1",
          "ap-east-2",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-northeast-3",
          "ap-south-1",
          "ap-south-2",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-southeast-3",
          "ap-southeast-4",
          "ap-southeast-5",
          "ap-southeast-6",
          "ap-southeast-7",
          "ca-central-1",
          "ca-west-1",
          "eu-central-1",
          "eu-central-2",
          "eu-north-1",
          "eu-south-1",
          "eu-south-2",
          "eu-west-1",
          "eu-west-2",
          "eu-west-3",
          "il-central-1",
          "me-central-1",
          "me-south-1",
          "mx-central-1",
          "sa-east-1",
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2");

  private String chosen = Settings.region();

  /** The Region's code, for example {@code eu-central-1}. */
  public String getName() {
    FacesContext faces = FacesContext.getCurrentInstance();
    UIViewRoot page = faces == null ? null : faces.getViewRoot();
    return page == null
        ? chosen
        : (String)
            page.getViewMap().computeIfAbsent(CurrentRegion.class.getName(), unset -> chosen);
  }

  public void setName(String name) {
    chosen = name;
  }

  /** The codes of all Regions that can be chosen. */
  public SortedSet<String> getAll() {
    SortedSet<String> all = new TreeSet<>(AWS_REGIONS);
    all.add(Settings.region());
    return all;
  }

  /** Shows the list of a section in the Region just chosen. */
  public void show(String section) throws IOException {
    FacesContext.getCurrentInstance().getExternalContext().redirect("/console/" + section);
  }
}
